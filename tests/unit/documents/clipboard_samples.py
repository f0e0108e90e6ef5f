"""Small clipboards of the shape that other programs give theirs, with made-up contents."""

ID_NUMBER = "450221196903122428"

# Excel 2016: classes for formats, a comment for a condition, lines of a cell broken by <br>,
# a text that runs over into the next cell, merged cells, a hidden row, and the empty hidden row
# that carries the widths of the columns.
EXCEL = f"""<html xmlns:v="urn:schemas-microsoft-com:vml"
xmlns:x="urn:schemas-microsoft-com:office:excel" xmlns="http://www.w3.org/TR/REC-html40">
<head>
<meta http-equiv=Content-Type content="text/html; charset=utf-8">
<meta name=ProgId content=Excel.Sheet>
<meta name=Generator content="Microsoft Excel 15">
<style>
<!--table
	{{mso-displayed-decimal-separator:"\\.";}}
td
	{{mso-number-format:General; white-space:nowrap;}}
.xl65
	{{mso-number-format:"\\@";}}
.xl66
	{{mso-number-format:"Short Date";}}
-->
</style>
</head>
<body link="#0563C1" vlink="#954F72">
<table border=0 cellpadding=0 cellspacing=0 width=434 style='border-collapse:
 collapse;width:325pt'>
<!--StartFragment-->
 <col width=146 style='mso-width-source:userset;width:110pt'>
 <col width=72 span=4 style='width:54pt'>
 <tr height=38 style='height:28.5pt'>
  <td height=38 class=xl65 width=146 style='height:28.5pt;width:110pt'>{ID_NUMBER}</td>
  <td class=xl67 width=72 style='width:54pt'>两行<br>
    文字</td>
  <td class=xl66 align=right width=72 style='width:54pt'>2022/5/6</td>
  <td width=72 style='width:54pt'>是</td>
  <td class=xl68 align=right width=72 style='width:54pt'>11,997</td>
 </tr>
 <tr height=19 style='height:14.25pt'>
  <td height=19 style='height:14.25pt'><font class="font6">𠮷</font><font
  class="font5"> 韦</font></td>
  <td colspan=2 rowspan=2 class=xl70>合并</td>
  <td>否<span style='mso-spacerun:yes'>&nbsp; </span>了</td>
  <td align=right>4.50221E+17</td>
 </tr>
 <tr height=19 style='height:14.25pt'>
  <td height=19 style='height:14.25pt'>5&quot; 管</td>
  <td colspan=2 style='mso-ignore:colspan'>很长的一句话</td>
 </tr>
 <tr height=0 style='display:none;mso-height-source:userset;mso-height-alt:0'>
  <td>藏</td><td>2</td><td>3</td><td>4</td><td></td>
 </tr>
 <![if supportMisalignedColumns]>
 <tr height=0 style='display:none'>
  <td width=146 style='width:110pt'></td>
  <td width=72 style='width:54pt'></td>
  <td width=72 style='width:54pt'></td>
  <td width=72 style='width:54pt'></td>
  <td width=72 style='width:54pt'></td>
 </tr>
 <![endif]>
<!--EndFragment-->
</table>
</body>
</html>
"""
EXCEL_BLOCK = [
    [ID_NUMBER, "两行\n文字", "2022/5/6", "是", "11,997"],
    ["𠮷 韦", "合并", "", "否  了", "4.50221E+17"],
    ['5" 管', "", "", "很长的一句话", ""],
    ["藏", "2", "3", "4", ""],
]

# What Windows hands over between its two marks: rows without their table, after a few lines.
EXCEL_FRAGMENT = """Version:1.0
StartHTML:0000000105
EndHTML:0000002603
<!--StartFragment-->
 <col width=72 span=2 style='width:54pt'>
 <tr height=19>
  <td height=19 width=72>是</td>
  <td width=72>　</td>
 </tr>
<!--EndFragment-->"""
EXCEL_FRAGMENT_BLOCK = [["是", "\u3000"]]

# Excel 2003 and older: exact numbers and texts as attributes, capital letters nowhere.
EXCEL_2003 = """<html><body><table x:str border=0>
 <tr><td class=xl24 align=right x:num="11996.6667">11,997</td><td x:num>5</td></tr>
 <tr><td class=xl25 align=right x:num="44687">2022-5-6</td><td x:str="'0101 ">0101</td></tr>
 <tr><td x:num="450221196903122000">450221196903122000</td><td x:bool="TRUE">TRUE</td></tr>
</table></body></html>"""
EXCEL_2003_BLOCK = [
    ["11996.6667", "5"],
    ["2022-5-6", "'0101 "],
    ["4.50221196903122E+17", "TRUE"],
]

# WPS tables: as Excel, with classes of its own.
WPS = f"""<html xmlns:x="urn:schemas-microsoft-com:office:excel">
<head><meta name=ProgId content=ET.Sheet><meta name=Generator content="WPS Office ET">
<style><!-- .et2{{mso-number-format:"\\@";}} --></style></head>
<body><!--StartFragment-->
<table width="288" border="0" cellpadding="0" cellspacing="0" style='border-collapse:collapse;'>
 <col width="72" span="4" style='width:54.00pt;'/>
 <tr height="36" style='height:27.00pt;'>
  <td class="et2" height="36" width="72" style='height:27.00pt;' x:str>{ID_NUMBER}</td>
  <td class="et3" x:str>第一行<br/>第二行</td>
  <td class="et4" align="right" x:num="44687">2022年5月6日</td>
  <td class="et5" rowspan="2" x:str>三组</td>
 </tr>
 <tr>
  <td class="et6" align="right" x:num="4.50221196903122e+017">4.50221E+17</td>
  <td class="et6" align="right" x:num="6480.5">￥6,480.50</td>
  <td></td>
 </tr>
</table>
<!--EndFragment--></body></html>"""
WPS_BLOCK = [
    [ID_NUMBER, "第一行\n第二行", "2022年5月6日", "三组"],
    ["4.50221196903122E+17", "￥6,480.50", "", ""],
]

# LibreOffice Calc 7.4: sdval and sdnum, spaces and tabs as they are, a note of a cell apart.
LIBREOFFICE = f"""<!DOCTYPE html>

<html>
<head>
	<meta http-equiv="content-type" content="text/html; charset=utf-8"/>
	<title></title>
	<meta name="generator" content="LibreOffice 7.4.7.2 (Linux)"/>
	<style type="text/css">
		comment {{ display:none;  }}
	</style>
</head>

<body>
<table cellspacing="0" border="0">
	<colgroup span="5" width="83"></colgroup>
	<tr>
		<td height="21" align="left" valign=bottom sdnum="1033;0;@"><font color="#000000">{ID_NUMBER}</font></td>
		<td align="left" valign=bottom><font face="DejaVu Sans" color="#000000">两行<br>文字</font></td>
		<td align="right" valign=bottom sdval="44687" sdnum="1033;0;YYYY/M/D"><font color="#000000">2022/5/6</font></td>
		<td align="left" valign=bottom><a class="comment-indicator"></a><comment>批注</comment>是</td>
		<td align="right" valign=bottom sdval="11996.6667" sdnum="1033;0;#,##0"><font color="#000000">11,997</font></td>
	</tr>
	<tr>
		<td height="21" align="left" valign=bottom><font face="DejaVu Sans">𠮷 韦</font></td>
		<td colspan=2 rowspan=2 align="left" valign=bottom><font>合并</font></td>
		<td align="left" valign=bottom><font>否</font></td>
		<td align="right" sdval="4.50221196903122E+017" sdnum="1033;"><font>4.50221196903122E+017</font></td>
	</tr>
	<tr>
		<td height="21" align="left" valign=bottom><font color="#000000">5&quot; 管</font></td>
		<td align="left" valign=bottom><font color="#000000">a	b</font></td>
		<td align="left" valign=bottom><font color="#000000">  x  y </font></td>
	</tr>
</table>
</body>

</html>
"""  # noqa: E501 - as it comes
LIBREOFFICE_BLOCK = [
    [ID_NUMBER, "两行\n文字", "2022/5/6", "是", "11996.6667"],
    ["𠮷 韦", "合并", "", "否", "4.50221196903122E+17"],
    ['5" 管', "", "", "a\tb", "  x  y "],
]

# A table of Word: paragraphs in cells, marks that mean nothing to anybody else.
WORD = """<html xmlns:o="urn:schemas-microsoft-com:office:office"
xmlns:w="urn:schemas-microsoft-com:office:word">
<head><meta name=ProgId content=Word.Document>
<!--[if gte mso 9]><xml><w:WordDocument><w:View>Normal</w:View></w:WordDocument></xml><![endif]-->
</head>
<body lang=ZH-CN style='tab-interval:21.0pt'>
<!--StartFragment-->
<table class=MsoTableGrid border=1>
 <tr style='mso-yfti-irow:0;mso-yfti-firstrow:yes'>
  <td width=277 valign=top style='width:207.4pt'>
  <p class=MsoNormal><span style='mso-hansi-font-family:宋体'>困难<span lang=EN-US><o:p></o:p></span></span></p>
  <p class=MsoNormal>缺
  水<span lang=EN-US>2</span>处</p>
  </td>
  <td width=277><p class=MsoNormal><span lang=EN-US><o:p>&nbsp;</o:p></span></p></td>
 </tr>
 <tr>
  <td colspan=2><p class=MsoNormal>是</p></td>
 </tr>
</table>
<p class=MsoNormal><span lang=EN-US><o:p>&nbsp;</o:p></span></p>
<!--EndFragment-->
</body>
</html>"""  # noqa: E501 - as it comes
WORD_BLOCK = [["困难\n缺 水2处", " "], ["是", ""]]

WEB_PAGE = """<meta charset='utf-8'><table data-id="7"><thead><tr><th>姓名</th><th>是否</th></tr></thead>
<tbody><tr><td><a href="/h/1?a=1&amp;b=2">韦<b>桂</b>兰</a></td><td><img alt="x" src="y.png"/>是</td></tr>
<tr><td><ruby>莫<rt>mò</rt></ruby>㛃</td><td><input type=checkbox checked>否</td></tr></tbody></table>"""  # noqa: E501 - as it comes
WEB_PAGE_BLOCK = [["姓名", "是否"], ["韦桂兰", "是"], ["莫㛃", "否"]]
