package shop

import "fmt"

// A profile is what Ozon's back office knows of a seller account: its row of
// seller_accounts.
type profile struct {
	licenceNo      string
	isVerified     bool
	entity         string // of the table's words
	country        string
	licenceAddress string
	ozonAddress    string
	payoutMethod   route // chosen in Payment Settings
	defaultMethod  route
}

// A payee is where the payouts go, as Ozon and the collection provider know it:
// a row of bindings.
type payee struct {
	from         day
	state        string // of the table's words
	ozonName     string
	providerName string
	swift        string
	account      string
	merchantID   string
	apiKey       string // the loader must drop it
	login        string // and this
	entityName   string
	entityNo     string
	kycState     string
	kycLevel     string
	failure      string
	testedOn     day // day of a test transfer that arrived; zero: none
}

// register gives the seller a faultless profile and payee from a day on. The
// numbers follow from the seller's index, which no other account has.
func (s *seller) register(from day) {
	no := "91440300MA5DEMO" + fmt.Sprint(100+s.index)
	const address = "广东省深圳市南山区示例路1号"
	s.profile = profile{
		licenceNo: no, isVerified: true, entity: "mainland_company", country: "CN", licenceAddress: address, ozonAddress: address,
		payoutMethod: s.route, defaultMethod: s.route,
	}
	s.payee = payee{
		from: from, state: "bound", ozonName: s.name, providerName: s.name, swift: "DEMOCNBJ", account: fmt.Sprintf("9000%012d", s.index),
		merchantID: fmt.Sprintf("DEMO%06dmerchant%06d", s.index, 7*s.index), entityName: s.english, entityNo: no,
		kycState: "complete", kycLevel: "3",
	}
}
