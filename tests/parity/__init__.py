"""Is our net the published net? ``python -m tests.parity FOLDER`` says so, with weights made by a formula."""
