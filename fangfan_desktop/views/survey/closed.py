"""What is said where somebody types into a campaign that is closed."""

CLOSED_WORDS = "这次排查已结束，数据已固定，只能查看。确需修改请先点“排查”重新打开。"
