"""Which matter types there are, by where they come from."""

MINUTES_TYPES = {
    "annual_report",
    "assignment",
    "audit_response",
    "budget",
    "collaboration_agreement",
    "delegation",
    "follow_up_report",
    "information",
    "internal_control",
    "investment_request",
    "motion",
    "permit_environment",
    "policy_document",
    "procurement",
    "project_participation",
    "referral_response",
    "tariff",
}
"""What the three shipped minutes hold."""

CITY_TYPES = {
    "appointment",
    "audit_report",
    "board_matter",
    "citizen_proposal",
    "foundation",
    "interpellation",
    "legal_case",
    "member_initiative",
    "petition",
    "question",
    "spatial_plan",
}
"""What a large city's KS and KF deal with besides."""

UNPREPARED = {"appointment", "audit_report", "interpellation", "question"}
"""What KF may take up though KS hasn't had it: KL 5:29, 5:32, 5:62 and 5:64."""
