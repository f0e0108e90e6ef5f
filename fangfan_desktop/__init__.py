"""防返贫工作台: a desktop program for 防止返贫监测帮扶 work in a township office."""

__version__ = "0.1.0"
