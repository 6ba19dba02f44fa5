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
	for r, err := range nullable.Rows(t, datasets.SellerInfo) {
		if err != nil {
			return nil, err
		}
		a := answerOf(r)
		seller := r.Code(datasets.SellerID)
		if seller == "" {
			t.Reject(a.finding(datasets.SellerID, "unknown_seller", pipeline.Note, "The answer names no seller and is not used: name the seller of the file in the configuration."))
			continue
		}
		all[seller] = append(all[seller], a)
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

func answerOf(r nullable.Row) *answer {
	a := &answer{at: undated, file: r.Code(pipeline.FromFile), sheet: r.Code(pipeline.FromSheet), row: r.Int(pipeline.FromRow)}
	if at := r.Instant(datasets.ExportedAt); at != nil {
		a.at = *at
	}
	a.cells[accountName] = r.Text(datasets.InfoName)
	a.cells[licenceName] = r.Text(datasets.InfoLegalName)
	a.cells[inn] = r.Text(datasets.InfoINN)
	a.cells[ogrn] = r.Text(datasets.InfoOGRN)
	if country := r.Code(datasets.InfoCountry); country != "unknown" {
		a.cells[registrationCountry] = country
	}
	if r.IsTrue(datasets.InfoIsPremium) {
		a.cells[tier] = "premium"
	}
	return a
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
