CREATE TABLE "PAYOUTS" (
  "POSTING_NUMBER" VARCHAR NOT NULL COMMENT 'number of the posting',
  "CURRENCY_CODE"  VARCHAR NOT NULL COMMENT 'currency of the price',
  "PRICE"          NUMBER(18,2) COMMENT 'what the buyer paid (in currency_code)',
  "PRICE_RUB"      NUMBER(18,2) COMMENT 'price in roubles (RUB)',
  "RATE"           NUMBER(18,10) COMMENT 'roubles for one unit of the seller\'s currency',
  "SOLD_AT"        TIMESTAMP_LTZ(6) COMMENT 'moment of the sale',
  "DUE_ON"         DATE COMMENT 'day the money is due',
  "WAIT_DAYS"      NUMBER(10,0) COMMENT 'days to the payout (business days)',
  "IS_RETURNED"    BOOLEAN COMMENT 'the buyer\'s return',
  PRIMARY KEY ("POSTING_NUMBER", "CURRENCY_CODE")
) COMMENT = 'What is paid, and when. Grain: one row per posting.';
CREATE TABLE "MONTHS" (
  "ROW"            NUMBER(19,0) COMMENT 'number of the sales (rows)',
  "RETURNED_SHARE" FLOAT COMMENT 'returned \\ sold (share 0..1)'
) COMMENT = 'The seller\'s months. Grain: one row.';
