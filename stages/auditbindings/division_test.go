package auditbindings

import (
	"context"
	"strings"
	"testing"

	"github.com/apache/arrow/go/v17/arrow"
	"github.com/apache/arrow/go/v17/arrow/memory"
	"pgregory.net/rapid"

	"ozpayout/datasets"
	"ozpayout/datasets/seeds"
	"ozpayout/pipeline"
	"ozpayout/pipeline/stagetest"
	"ozpayout/stages/internal/policy"
)

// provincesOf reads the shipped provinces as a stage would.
func provincesOf(t testing.TB) (provinces *policy.Provinces) {
	t.Helper()
	text, err := seeds.Files.ReadFile("cn_provinces.csv")
	if err != nil {
		t.Fatal(err)
	}
	mem := memory.NewGoAllocator()
	stage := &pipeline.Stage{Inputs: []*pipeline.Dataset{datasets.CNProvinces}}
	rec := stagetest.Rows(mem, datasets.CNProvinces, string(text))
	defer rec.Release()
	stage.Run = func(_ context.Context, task *pipeline.Task) (err error) {
		provinces, err = policy.CNProvinces(task)
		return err
	}
	done, err := stagetest.Exec(stage, map[*pipeline.Dataset][]arrow.Record{datasets.CNProvinces: {rec}}, 0, "", mem)
	defer done.Release()
	if err != nil {
		t.Fatal(err)
	}
	return provinces
}

func TestA13SameDivision(t *testing.T) {
	provinces := provincesOf(t)
	for _, test := range []struct{ a, b, want string }{
		{"深圳市南山区", "广东深圳南山", "yes"},
		{"深圳市南山区", "深圳市福田区", "no"},
		{"南山区", "福田区", "no"},
		{"广东省深圳市南山区粤海街道1号", "深圳南山区粤海街道 1 号", "yes"},
		{"广东省深圳市南山区", "湖北省深圳市南山区", "no"},
		{"北京市朝阳区", "北京朝阳", "yes"},
		{"北京市北京市朝阳区", "北京市朝阳区建国路1号", "yes"},
		{"浙江省金华市义乌市福田路1号", "金华义乌", "yes"},
		{"广西壮族自治区南宁市青秀区", "广西南宁青秀", "yes"},
		{"湖北省恩施土家族苗族自治州利川市", "恩施土家族苗族利川", "yes"},
		{"济南市市中区", "山东济南市市中", "yes"},
		{"广州市天河区", "广州天河区", "yes"},
		{"吉林省吉林市昌邑区", "吉林市昌邑区", "yes"},
		{"吉林省吉林市昌邑区", "吉林省吉林市船营区", "no"},
		{"深圳市南山区", "南山区", "unknown"},
		{"深圳市南山大道软件园区", "深圳市南山大道", "unknown"},
		{"深圳南山", "深圳福田", "unknown"},
		{"深圳南山", "深圳南山", "yes"},
	} {
		for _, pair := range [][2]string{{test.a, test.b}, {test.b, test.a}} {
			got := "unknown"
			if same := sameDivision(pair[0], pair[1], provinces); same != nil {
				got = map[bool]string{true: "yes", false: "no"}[*same]
			}
			if got != test.want {
				t.Errorf("%s and %s: %s, want %s", pair[0], pair[1], got, test.want)
			}
		}
	}
}

// An address is of one division with itself, with and without its province, and
// both ways round.
func TestA13SameDivisionProperties(t *testing.T) {
	provinces := provincesOf(t)
	name := rapid.StringOfN(rapid.SampledFrom([]rune("南山福田深圳州中")), 1, 3, -1)
	rapid.Check(t, func(t *rapid.T) {
		city, county := name.Draw(t, "city"), name.Draw(t, "county")
		full := city + "市" + county + "区"
		spelling := rapid.SampledFrom([]string{full, "广东省" + full, "广东" + full, full + "示例路1号", "广东" + city + county}).Draw(t, "spelling")
		for _, pair := range [][2]string{{full, spelling}, {spelling, full}, {full, strings.ReplaceAll(full, "市", "市 ")}} {
			if same := sameDivision(pair[0], pair[1], provinces); same == nil || !*same {
				t.Fatalf("%s and %s are not of one division", pair[0], pair[1])
			}
		}
	})
}
