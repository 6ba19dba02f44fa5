// Finds the files of a shop and turns what a peer cannot read into CSV.
import { closeSync, openSync, readdirSync, readFileSync, readSync, writeFileSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { inflateRawSync } from 'node:zlib';
import { columns, separators } from './columns.mjs';

// The first header cells of each table that the job reads.
const headers = {
  PAYMENTS_EN: 'seller_id,payout_id,settlement_batch_no',
  PAYMENTS_ZH: '卖家ID,回款编号',
  PAYMENTS_RU: 'ID продавца;Номер выплаты',
  ORDERS_RU_FBS: '"Номер заказа";"Номер отправления";"Принят в обработку";"Дата отгрузки";"Дата отгрузки без просрочки"',
  ORDERS_RU_FBO: '"Номер заказа";"Номер отправления";"Принят в обработку";"Дата отгрузки";"Статус"',
  ORDERS_ZH: '"订单号";"发货号码"',
  TRACKING: 'seller_id,posting_number,tracking_number',
  INVOICES: 'seller_id,invoice_no',
  DISPUTES: 'seller_id,dispute_id',
  RETURNS: 'seller_id,return_id',
};

function walk(folder) {
  return readdirSync(folder, { withFileTypes: true })
    .flatMap((entry) => (entry.isDirectory() ? walk(join(folder, entry.name)) : [join(folder, entry.name)]))
    .sort();
}

function firstBytes(path, n) {
  const file = openSync(path, 'r');
  const buffer = Buffer.alloc(n);
  const read = readSync(file, buffer, 0, n, 0);
  closeSync(file);
  return buffer.toString('utf8', 0, read).replace(/^\ufeff/, '');
}

// findFiles groups the tables below a folder by their header, as the product
// does: never by name.
export function findFiles(folder) {
  const found = Object.fromEntries(Object.keys(headers).map((kind) => [kind, []]));
  const others = { json: [], xml: [], xlsx: [] };
  for (const path of walk(folder)) {
    const ending = path.split('.').pop();
    if (ending in others) others[ending].push(path);
    if (ending !== 'csv') continue;
    const head = firstBytes(path, 1024);
    const kind = Object.keys(headers).find((k) => head.startsWith(headers[k]));
    if (kind) found[kind].push(path);
  }
  return { found, others };
}

// convert writes the rates, the two XLSX reports and the JSON copies as CSV, and
// one table without rows for every kind that the shop lacks.
export function convert(found, others, copies, into) {
  mkdirSync(into, { recursive: true });
  const rates = ['currency,in_force_from,nominal,value'];
  for (const path of others.xml) rates.push(...readRates(path));
  writeFileSync(join(into, 'cbr.csv'), rates.join('\n') + '\n');

  const schemes = new Map();
  const returns = ['posting_number,opened_at,closed_at'];
  for (const path of others.xlsx) {
    const rows = readSheet(path);
    const accruals = rows.findIndex((row) => row[0] === 'ID начисления');
    const reported = rows.findIndex((row) => row[0] === 'Схема' && row[2] === 'Номер отправления');
    if (accruals >= 0) {
      for (const row of rows.slice(accruals + 1)) if (row[0].split('-').length === 3) schemes.set(row[0], row[11]);
    }
    if (reported >= 0) {
      const zone = rows.slice(0, reported).flat().map((cell) => /^GMT ([+-]\d+)$/.exec(cell)).find(Boolean);
      for (const row of rows.slice(reported + 1)) returns.push(returnRow(row, Number(zone[1])));
    }
  }
  writeFileSync(join(into, 'accrual_schemes.csv'), ['posting_number,scheme', ...[...schemes].map((pair) => pair.join(','))].join('\n') + '\n');
  writeFileSync(join(into, 'xlsx_returns.csv'), returns.join('\n') + '\n');
  const rows = copies.flatMap((path) => JSON.parse(readFileSync(path, 'utf8')));
  writeFileSync(join(into, 'json_payments.csv'), [columns.PAYMENTS_EN, ...rows.map((row) => columns.PAYMENTS_EN.map((name) => quoted(row[name] ?? '')))].join('\n') + '\n');
  for (const kind of Object.keys(headers)) writeFileSync(join(into, `no_${kind}.csv`), (columns[kind] ?? ['header']).join(separators[kind] ?? ',') + '\n');
}

const quoted = (cell) => (/[",\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell);

// The currencies by the identifiers of the Bank of Russia.
const currencyOf = { R01235: 'USD', R01239: 'EUR', R01375: 'CNY' };

function readRates(path) {
  const text = readFileSync(path, 'latin1'); // the numbers are ASCII
  const records = text.matchAll(/<Record Date="(\d\d)\.(\d\d)\.(\d{4})" Id="(\w+)"><Nominal>(\d+)<\/Nominal><Value>(\d+),(\d{4})<\/Value>/g);
  return [...records].map(([, day, month, year, id, nominal, whole, part]) => `${currencyOf[id]},${year}-${month}-${day},${nominal},${BigInt(whole + part)}`);
}

const closedStatus = /^(На складе Ozon|Уже у вас|Вы получили компенсацию|Отменена|Отклонена)/;

function returnRow(row, zone) {
  const closed = closedStatus.test(row[7]) ? moment(row[8], zone) : '';
  return `${row[2]},${moment(row[6], zone)},${closed}`;
}

// moment turns a serial date of a workbook into UTC.
function moment(serial, zone) {
  const seconds = Math.round((Number(serial) - 25569) * 86400) - zone * 3600;
  return new Date(seconds * 1000).toISOString().slice(0, 19).replace('T', ' ');
}

// readSheet returns the cells of the only sheet of a workbook.
function readSheet(path) {
  const xml = unzip(readFileSync(path), 'xl/worksheets/sheet1.xml');
  return [...xml.matchAll(/<row>(.*?)<\/row>/gs)].map(([, row]) => [...row.matchAll(/<c [^>]*><v>(.*?)<\/v><\/c>/gs)].map(([, cell]) => unescape(cell)));
}

function unescape(cell) {
  return cell.replace(/&#x([0-9A-F]+);/g, (_, hex) => String.fromCodePoint(parseInt(hex, 16)));
}

// unzip returns one part of an archive, found by the central directory.
function unzip(archive, name) {
  const end = archive.lastIndexOf(Buffer.from('PK\x05\x06', 'latin1'));
  let at = archive.readUInt32LE(end + 16);
  for (let left = archive.readUInt16LE(end + 10); left > 0; left--) {
    const [nameLength, extraLength, commentLength] = [28, 30, 32].map((offset) => archive.readUInt16LE(at + offset));
    if (archive.toString('utf8', at + 46, at + 46 + nameLength) === name) {
      const size = archive.readUInt32LE(at + 20);
      const local = archive.readUInt32LE(at + 42);
      const from = local + 30 + archive.readUInt16LE(local + 26) + archive.readUInt16LE(local + 28);
      return inflateRawSync(archive.subarray(from, from + size)).toString('utf8');
    }
    at += 46 + nameLength + extraLength + commentLength;
  }
  throw new Error(`no part ${name}`);
}
