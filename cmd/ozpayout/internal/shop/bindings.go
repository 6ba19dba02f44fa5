package shop

import (
	"slices"
	"strings"
)

var bindingHeaders = [languages][]string{
	russian: {
		"ID продавца", "Провайдер", "Действует с", "Действует по", "Статус привязки", "Имя счета в Ozon", "Имя счета у провайдера", "SWIFT/BIC в Ozon", "SWIFT/BIC у провайдера",
		"Номер счета в Ozon", "Номер счета у провайдера", "ID мерчанта", "API-ключ задан", "API-ключ", "Логин", "Юр. лицо получателя", "Рег. номер получателя", "Статус KYC у провайдера",
		"Уровень KYC", "Текст ошибки", "Дата тестового перевода", "Тестовый перевод успешен", "Дата выгрузки",
	},
	chinese: {
		"卖家ID", "收款服务商", "生效日期", "失效日期", "绑定状态", "Ozon账户名", "虚拟账户名", "Ozon银行SWIFT", "虚拟账户SWIFT/BIC",
		"Ozon收款账号", "虚拟账号", "商户号", "已配置API Key", "API密钥", "登录账号", "收款主体", "收款主体统一社会信用代码", "KYC状态",
		"KYC等级", "错误信息", "测试打款日期", "测试打款成功", "导出时间",
	},
	english: {
		"seller_id", "provider", "valid_from", "valid_to", "binding_state", "ozon_account_name", "provider_account_name", "ozon_swift_bic", "provider_swift_bic",
		"ozon_account_no", "provider_account_no", "merchant_id", "has_api_key", "api_key", "provider_login", "payee_entity_name", "payee_entity_no", "kyc_state",
		"kyc_level", "failure_text", "test_transfer_on", "test_transfer_ok", "exported_at",
	},
}

// writeBindings writes the payees of all accounts, by period.
func (s *shop) writeBindings() error {
	return s.eachTable("bindings", providerSide, bindingHeaders, func(t *table, of *seller) {
		for i, from := range of.payees(s.asOf) {
			to := day(0)
			if starts := of.payees(s.asOf); i+1 < len(starts) {
				to = starts[i+1] - 1
			}
			s.bindingRow(t, of, from, to)
		}
	})
}

// payees returns the first days of the periods in which the payee stays the same.
func (s *seller) payees(asOf day) []day {
	starts := []day{s.payee.from}
	if s.misnamed.first != 0 {
		starts = append(starts, s.misnamed.first, s.misnamed.last+1)
	}
	return slices.DeleteFunc(starts, func(d day) bool { return d > asOf })
}

func (s *shop) bindingRow(t *table, of *seller, from, to day) {
	p := of.payee
	if of.misnamed.has(from) {
		p.providerName = strings.ToUpper(p.providerName)
	}
	in := of.language
	t.text(of.id)
	t.text(routeWords[in][of.route])
	t.date(from)
	t.date(to)
	t.text(say(in, p.state))
	for _, both := range [][2]string{{p.ozonName, p.providerName}, {p.swift, p.swift}, {p.account, p.account}} {
		t.text(both[0])
		t.text(both[1])
	}
	t.text(p.merchantID)
	t.flag(true)
	t.text(p.apiKey)
	t.text(p.login)
	t.text(p.entityName)
	t.text(p.entityNo)
	t.text(say(in, p.kycState))
	t.text(say(in, p.kycLevel))
	t.text(p.failure)
	t.date(p.testedOn)
	if p.testedOn != 0 {
		t.flag(true)
	} else {
		t.blank(1)
	}
	t.instant(s.exportedAt)
	t.endRow()
}

var truthBindingColumns = []string{"seller_id", "provider", "planted", "failing_checks", "difference_class", "first_difference_index", "same_division", "is_eligible"}

// writeTruthBindings writes what the audit of each binding must find on the as-of
// date: the checks that fail, and of the first the difference. No other check
// fails. Eligibility is that for LianLian's channel (A22, A23).
func (s *shop) writeTruthBindings() error {
	t, err := s.out.createTable("truth_bindings.csv", canonicalDialect, truthBindingColumns)
	if err != nil {
		return err
	}
	for _, of := range slices.Concat(s.sellers, s.side) {
		c := of.planted
		if c == nil {
			c = &sideCase{name: "seller of the shop", provider: of.route}
		}
		t.text(of.id)
		t.text(of.route.String())
		t.text(c.name)
		t.text(strings.Join(c.allFailing(), "|"))
		t.text(c.class)
		if c.class != "" && c.index != nowhere {
			t.number(int64(c.index))
		} else {
			t.blank(1)
		}
		t.text(c.division)
		if of.route == lianlian {
			t.flag(!c.ineligible)
		} else {
			t.blank(1)
		}
		t.endRow()
	}
	return nil
}

// allFailing returns the failing checks with those that are made of them: V3 of
// its fields, V of V1, V2 and V3 (A05, A08).
func (c *sideCase) allFailing() []string {
	all := slices.Clone(c.failing)
	if slices.ContainsFunc(all, func(id string) bool { return strings.HasPrefix(id, "V3.") }) {
		all = append(all, "V3")
	}
	if slices.ContainsFunc(all, func(id string) bool { return strings.HasPrefix(id, "V") }) {
		all = append(all, "V")
	}
	return all
}
