"""What every Kivy window of the product shares: set-up, millimetres, type, colours, texts, buttons and the trace.

A program calls ``panel.window.prepare`` before anything imports Kivy, then runs one ``panel.app.PanelApp``.
"""
