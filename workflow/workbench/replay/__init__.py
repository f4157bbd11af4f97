"""Recorded histories driven through the definitions: would they have handled last year's matters?"""
