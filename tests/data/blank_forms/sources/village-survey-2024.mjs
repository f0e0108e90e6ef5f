// Makes village-survey-2024.xlsx with exceljs: node village-survey-2024.mjs OUT
import ExcelJS from "exceljs";

const book = new ExcelJS.Workbook();
book.created = book.modified = new Date(Date.UTC(2024, 2, 1));
const sheet = book.addWorksheet("附件2", {
  pageSetup: {
    paperSize: 9, orientation: "landscape", fitToPage: true, fitToWidth: 1, fitToHeight: 0,
    margins: { left: 0.4, right: 0.4, top: 0.5, bottom: 0.5, header: 0.3, footer: 0.3 },
    horizontalCentered: true,
  },
  headerFooter: { oddHeader: "&L青禾县乡村振兴局&R&D", oddFooter: "&C第 &P 页，共 &N 页" },
  views: [{ state: "frozen", xSplit: 3, ySplit: 5, zoomScale: 90 }],
});
const heads = [
  ["序号"], ["乡镇"], ["行政村"],
  ["基本情况", "总户数"], ["基本情况", "总人口数"], ["基本情况", "脱贫户数（户）"],
  ["产业发展", "主导产业"], ["产业发展", "村集体经济收入（万元）"], ["产业发展", "帮扶车间数（个）"],
  ["人居环境", "是否通硬化路"], ["人居环境", "垃圾处理方式"], ["人居环境", "卫生厕所普及率（%）"],
  ["存在的主要问题"], ["包村领导"], ["联系电话"], ["备注"],
];
const widths = [6, 10, 12, 9, 9, 10, 12, 13, 11, 10, 14, 12, 30, 10, 14, 12];
sheet.columns = widths.map((width) => ({ width }));
const thin = { style: "thin" };
const border = { top: thin, left: thin, bottom: thin, right: thin };
const middle = { horizontal: "center", vertical: "middle", wrapText: true };
const last = heads.length;
sheet.getCell(1, 1).value = "附件2";
sheet.getCell(1, 1).font = { name: "黑体", size: 14 };
sheet.mergeCells(2, 1, 2, last);
sheet.getCell(2, 1).value = {
  richText: [
    { font: { name: "方正小标宋简体", size: 18, bold: true }, text: "2024年行政村基本情况" },
    { font: { name: "方正小标宋简体", size: 18, bold: true, color: { argb: "FFC00000" } }, text: "摸底调查表" },
  ],
};
sheet.getCell(2, 1).alignment = middle;
sheet.mergeCells(3, 1, 3, last);
sheet.getCell(3, 1).value = "填报单位：                填报时间：    年  月  日";
sheet.getCell(3, 1).font = { name: "楷体", size: 11 };
for (let c = 1; c <= last; c++) {
  for (const r of [4, 5]) {
    const cell = sheet.getCell(r, c);
    cell.border = border;
    cell.alignment = middle;
    cell.font = { name: "黑体", size: 10.5, bold: true };
    cell.fill = { type: "pattern", pattern: "solid", fgColor: { argb: "FFD9E1F2" } };
  }
  const [group, leaf] = heads[c - 1];
  if (leaf === undefined) {
    sheet.mergeCells(4, c, 5, c);
    sheet.getCell(4, c).value = group;
  } else sheet.getCell(5, c).value = leaf;
}
for (const [from, to] of [[4, 6], [7, 9], [10, 12]]) {
  sheet.mergeCells(4, from, 4, to);
  sheet.getCell(4, from).value = heads[from - 1][0];
}
const samples = [
  ["例1", "青禾镇", "上禾村", 420, 1635, 88, "种植业", 23.6, 1, "是", "村收集镇转运", 92.5, "灌溉渠老化", "赵六", "13900000000", ""],
  ["例2", "青禾镇", "下禾村", 318, 1202, 61, "养殖业", 8.15, 0, "是", "就地处理", 85, "", "钱七", "13900000001", "样例，填报时删除"],
];
samples.forEach((values, i) => values.forEach((value, j) => {
  sheet.getCell(6 + i, j + 1).value = value === "" ? null : value;
}));
for (let r = 6; r <= 20; r++) {
  sheet.getRow(r).height = 22;
  for (let c = 1; c <= last; c++) {
    const cell = sheet.getCell(r, c);
    cell.border = border;
    cell.alignment = { ...middle, horizontal: c === 13 ? "left" : "center" };
    cell.font = r < 8
      ? { name: "楷体", size: 10, italic: true, color: { argb: "FF7F7F7F" } }
      : { name: "仿宋", size: 10.5 };
    if (c === 8) cell.numFmt = "#,##0.00";
    if (c === 12) cell.numFmt = "0.0";
    if (c === 15) cell.numFmt = "@";
    if (c === 7) cell.dataValidation = {
      type: "list", allowBlank: true, formulae: ['"种植业,养殖业,加工业,文旅,其他"'],
    };
    if (c === 10) cell.dataValidation = { type: "list", allowBlank: true, formulae: ['"是,否"'] };
    if (c === 11) cell.dataValidation = { type: "list", allowBlank: true, formulae: ["选项!$A$2:$A$4"] };
  }
}
sheet.getCell(21, 1).value = "合计";
sheet.mergeCells(21, 1, 21, 3);
for (let c = 1; c <= last; c++) {
  sheet.getCell(21, c).border = border;
  sheet.getCell(21, c).font = { name: "黑体", size: 10.5 };
  sheet.getCell(21, c).alignment = middle;
}
for (const c of ["D", "E", "F", "H", "I"]) {
  sheet.getCell(`${c}21`).value = { formula: `SUM(${c}8:${c}20)`, result: 0 };
}
sheet.mergeCells(22, 1, 22, last);
sheet.getCell(22, 1).value = "注：1.主导产业按产值最大的一项选择；2.村集体经济收入按2023年度决算数填写，保留两位小数。";
sheet.getCell(23, 1).value = "填表人：";
sheet.getCell(23, 7).value = "审核人：";
sheet.getRow(1).height = 20;
sheet.getRow(2).height = 34;
sheet.getRow(4).height = 20;
sheet.getRow(5).height = 34;
sheet.pageSetup.printArea = "A1:P23";
sheet.pageSetup.printTitlesRow = "4:5";
sheet.addConditionalFormatting({
  ref: "L8:L20",
  rules: [{
    type: "cellIs", operator: "lessThan", formulae: [80], priority: 1,
    style: { fill: { type: "pattern", pattern: "solid", bgColor: { argb: "FFFFEB9C" } } },
  }],
});
const lists = book.addWorksheet("选项", { state: "hidden" });
lists.getCell("A1").value = "垃圾处理方式";
["村收集镇转运", "就地处理", "未集中处理"].forEach((text, i) => { lists.getCell(i + 2, 1).value = text; });
const secret = book.addWorksheet("校验", { state: "veryHidden" });
secret.getCell("A1").value = "2024-V3";
await book.xlsx.writeFile(process.argv[2]);
