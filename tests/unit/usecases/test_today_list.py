"""The day's tasks on paper."""

from pathlib import Path

from fangfan_desktop.usecases.demo import DemoSize, create_demo
from fangfan_desktop.usecases.today_list import preview_today, today_sheet
from fangfan_desktop.usecases.workbench import read_workbench


def test_every_task_is_a_line_of_the_paper(tmp_path: Path):
    with create_demo(tmp_path / "a.db", size=DemoSize(100)) as database:
        bench = read_workbench(database, campaign_id=1)
        sheet = today_sheet(bench, "雒容镇")
        rows = list(sheet.rows)
        assert [row[3] for row in rows] == [task.title for task in bench.tasks]
        assert sheet.title == "雒容镇今日清单"
        preview = preview_today(database, campaign_id=1)
        assert preview.rows == len(rows) > 0
        assert preview.pages.page_count >= 1
        preview.close()
