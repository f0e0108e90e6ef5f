"""The office's settings, declared once: key, kind, default and the label that the clerk reads.

The values live in the database (`storage/office_settings.py`), so that they go with the file.
"""

from dataclasses import dataclass

SettingValue = str | int | bool


@dataclass(frozen=True, slots=True)
class SettingSpec:
    """One setting; the type of `default` is the type of its values."""

    key: str
    label: str
    default: SettingValue
    hint: str = ""


SETTINGS: tuple[SettingSpec, ...] = (
    SettingSpec("township_code", "乡镇代码", "", "九位，来自内置地名表"),
    SettingSpec("township_name", "乡镇名称", ""),
    SettingSpec("county_name", "县（市、区）", ""),
    SettingSpec("region_name", "所属地区", "", "省、市、县全称"),
    SettingSpec("office_name", "单位名称", "", "印在表格和公示的落款处"),
    SettingSpec("office_phone", "单位电话", "", "公示上的监督电话"),
    SettingSpec("operator_name", "经办人", "", "写在历史记录和填表人处"),
    SettingSpec("checker_name", "审核人", ""),
    SettingSpec("leader_name", "负责人", ""),
    SettingSpec("campaign_id", "当前排查", 0),
    SettingSpec("procedure_key", "识别和消除程序", "", "不选时按所在地区和年份"),
    SettingSpec("demo_day", "演示日期", "", "只有演示数据库才有：程序按这一天显示期限"),
    SettingSpec("statistics_weekday", "每周报送日", 5, "1 是周一，5 是周五"),
    SettingSpec("enter_moves_down", "回车后下移", True, "关闭则向右移"),
    SettingSpec(
        "public_shows_risk",
        "公示和墙上表写主要风险",
        False,
        "因病、因残说的是健康情况，一般不公开",
    ),
    SettingSpec("zoom_percent", "字号", 100, "百分之 80 到 200"),
)

_BY_KEY = {spec.key: spec for spec in SETTINGS}


def setting_spec(key: str) -> SettingSpec:
    """The declaration of a setting.

    Raises:
        KeyError: there is no such setting.
    """
    return _BY_KEY[key]
