package datasets

import "ozpayout/pipeline"

// NotInputs are Ozon's reports that users drop in by mistake. They are refused
// by name, never half read (formats.md section 8).
var NotInputs = []pipeline.NotInput{
	{Report: "unit economics report", Titles: []string{"Юнит-экономика", "Прибыль за единицу товара"}},
	{Report: "promotion analytics report", Titles: []string{"Заказано товаров по акции", "Аналитика продвижения", "促销分析"}},
	{Report: "stock turnover report", Titles: []string{"Оборачиваемость товаров", "Отчет об оборачиваемости"}},
	{Report: "buy-out rate report", Titles: []string{"Процент выкупа"}},
	{Report: "product analytics report", Titles: []string{"Уникальные посетители, всего", "Аналитика по товарам"}},
	{Report: "answer about one rFBS return of the API (its list is read)", Names: []string{"$.client_return_method_type.id"}},
	{Report: "list of reports of the API", Names: []string{"report_type", "params.visibility"}},
	{Report: "list of delivery methods of the API", Names: []string{"sla_cut_in", "template_id"}},
	{Report: "state of one report of the API", Titles: []string{"$.result.report_type"}},
	{Report: "totals of the transaction list of the API (the list itself is read)", Titles: []string{"$.result.accruals_for_sale"}},
}
