package completeaccounts

import (
	"math"
	"strings"

	"github.com/apache/arrow/go/v17/arrow"

	"ozpayout/datasets"
	"ozpayout/pipeline"
	"ozpayout/stages/internal/calendar"
	"ozpayout/stages/internal/nullable"
)

// columns holds the column of each cell.
var columns = [cells]pipeline.Column{
	datasets.AccountName, datasets.AccountLicenceName, datasets.AccountINN, datasets.AccountOGRN, datasets.AccountRegistrationCountry, datasets.AccountTier,
}

// completed are the columns of an account that an answer may change.
var completed = &pipeline.Dataset{
	Name: "completed_cells", Columns: append(columns[:], datasets.InfoFile, datasets.InfoRow, datasets.InfoColumns),
}

// readAnswers reads what the API says, by seller.
func readAnswers(t *pipeline.Task) (map[string]answer, error) {
	all := map[string][]*answer{}
	for batch, err := range t.Read(datasets.SellerInfo) {
		if err != nil {
			return nil, err
		}
		files, sheets, rows := pipeline.FromFile.In(batch), pipeline.FromSheet.In(batch), pipeline.FromRow.In(batch)
		sellers, at, isPremium := datasets.SellerID.In(batch), datasets.ExportedAt.In(batch), datasets.InfoIsPremium.In(batch)
		for i := range int(batch.NumRows()) {
			a := &answer{at: undated, file: nullable.CopyCode(files, i), sheet: nullable.CopyCode(sheets, i), row: rows.Value(i)}
			if at.IsValid(i) {
				a.at = at.Value(i)
			}
			a.cells[accountName] = nullable.CopyText(datasets.InfoName.In(batch), i)
			a.cells[licenceName] = nullable.CopyText(datasets.InfoLegalName.In(batch), i)
			a.cells[inn] = nullable.CopyText(datasets.InfoINN.In(batch), i)
			a.cells[ogrn] = nullable.CopyText(datasets.InfoOGRN.In(batch), i)
			if country := nullable.Code(datasets.InfoCountry.In(batch), i); country != "unknown" {
				a.cells[registrationCountry] = strings.Clone(country)
			}
			if nullable.IsTrue(isPremium, i) {
				a.cells[tier] = "premium"
			}
			seller := nullable.CopyCode(sellers, i)
			if seller == "" {
				t.Reject(a.finding(datasets.SellerID, "unknown_seller", pipeline.Note, "The answer names no seller and is not used: name the seller of the file in the configuration."))
				continue
			}
			all[seller] = append(all[seller], a)
		}
	}
	answers := map[string]answer{}
	for seller, of := range all {
		latest, contradicted := newest(of)
		for _, i := range contradicted {
			t.Reject(latest.finding(columns[i], "key_conflict", pipeline.Warning, "Another answer as new says otherwise of the seller: neither is used."))
		}
		if latest.cells != [cells]string{} {
			answers[seller] = latest
		}
	}
	return answers, nil
}

// finding returns a finding about a cell of the answer.
func (a *answer) finding(column pipeline.Column, code string, severity pipeline.Severity, message string) pipeline.Finding {
	return pipeline.Finding{
		File: a.file, Sheet: a.sheet, Row: a.row, Column: column.ColumnName(), Code: code,
		Severity: severity, Message: message, Dataset: datasets.RawSellerInfo.Name,
	}
}

// complete returns the completed cells of each account.
func complete(t *pipeline.Task, accounts arrow.Record, answers map[string]answer) (arrow.Record, error) {
	w := nullable.NewWriter(t, completed)
	defer w.Release()
	sellers, to := datasets.SellerID.In(accounts), datasets.ValidTo.In(accounts)
	for i := range int(accounts.NumRows()) {
		account := cellsOf(accounts, i)
		last := calendar.Day(math.MaxInt32)
		if to.IsValid(i) {
			last = calendar.Day(to.Value(i))
		}
		var filled []string
		a, ok := answers[nullable.Code(sellers, i)]
		if ok && a.holdsOn(last, calendar.Day(t.AsOf)) {
			for _, at := range a.fill(&account) {
				filled = append(filled, columns[at].ColumnName())
			}
		}
		write(&w, account)
		if len(filled) == 0 {
			a = answer{}
		}
		w.Code(datasets.InfoFile, a.file)
		w.IntOrNull(datasets.InfoRow, nullable.If(len(filled) > 0, a.row))
		w.Code(datasets.InfoColumns, strings.Join(filled, " "))
	}
	return w.Rows()
}

func cellsOf(accounts arrow.Record, i int) (account [cells]string) {
	account[accountName] = nullable.Text(datasets.AccountName.In(accounts), i)
	account[licenceName] = nullable.Text(datasets.AccountLicenceName.In(accounts), i)
	account[inn] = nullable.Text(datasets.AccountINN.In(accounts), i)
	account[ogrn] = nullable.Text(datasets.AccountOGRN.In(accounts), i)
	account[registrationCountry] = nullable.Code(datasets.AccountRegistrationCountry.In(accounts), i)
	account[tier] = nullable.Code(datasets.AccountTier.In(accounts), i)
	return account
}

func write(w *nullable.Writer, account [cells]string) {
	w.Text(datasets.AccountName, account[accountName])
	w.Text(datasets.AccountLicenceName, account[licenceName])
	w.Text(datasets.AccountINN, account[inn])
	w.Text(datasets.AccountOGRN, account[ogrn])
	w.Code(datasets.AccountRegistrationCountry, account[registrationCountry])
	w.Code(datasets.AccountTier, account[tier])
}
