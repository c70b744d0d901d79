"""Every layout that is recognised, on a few invented invoices each: who owes what since when, and what is told."""

from __future__ import annotations

import io
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from simulator.errors import UserError
from simulator.ledger import Ledger, check_ledger, read_ledger
from simulator.ledger.layouts.catalogue import layouts

Expected = tuple[str, str, str, str, str, int]


def contents(ledger: Ledger) -> list[Expected]:
    """The rows of a ledger, dates as texts, "" where not paid."""
    return [
        (
            str(ledger.customer[row]),
            str(ledger.invoice[row]),
            str(ledger.issued[row]),
            str(ledger.due[row]),
            str(ledger.paid[row]).replace("NaT", ""),
            int(ledger.amount_cents[row]),
        )
        for row in range(len(ledger))
    ]


def read(folder: Path, text: str, name: str = "export.csv") -> Ledger:
    place = folder / name
    place.write_text(text.lstrip("\n"), encoding="utf-8")
    return read_ledger(place)


def workbook(folder: Path, rows: list[list[Any]], name: str = "export.xlsx") -> Path:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for row in rows:
        sheet.append(row)
    stream = io.BytesIO()
    book.save(stream)
    place = folder / name
    place.write_bytes(stream.getvalue())
    return place


SAP_WORDS = {
    "English": (
        "Account,Document Number,Document Type,Document Date,Net due date,Clearing date,Amount in local currency,"
        "Local Currency,Assignment,Terms of Payment,Dunning Block"
    ),
    "German": (
        "Konto,Belegnummer,Belegart,Belegdatum,Nettofälligkeit,Ausgleichsdatum,Betrag in Hauswährung,Hauswährung,"
        "Zuordnung,Zahlungsbedingung,Mahnsperre"
    ),
    "Dutch": (
        "Rekening,Documentnummer,Documentsoort,Documentdatum,Netto vervaldatum,Vereffeningsdatum,"
        "Bedrag in lokale valuta,Lokale valuta,Toewijzing,Betalingscondities,Maanblokkering"
    ),
    "French": (
        "Compte,Numéro de document,Type de pièce,Date de pièce,Date d'échéance nette,Date de rapprochement,"
        "Montant en devise locale,Devise locale,Affectation,Conditions de paiement,Blocage de relance"
    ),
}
SAP_ROWS = """
0001001;9001;RV;03.01.2024;02.02.2024;14.02.2024;1.234,56;EUR;A;ZB30;
0001001;9002;RV;05.01.2024;04.02.2024;;200,00;EUR;A;ZB30;X
0001001;9003;RV;06.01.2024;06.01.2024;06.01.2024;50,00-;EUR;A;ZB30;
0001001;9004;DZ;14.02.2024;14.02.2024;14.02.2024;1.234,56-;EUR;A;;
0001001;9005;ZP;20.02.2024;20.02.2024;;30,00-;EUR;A;;
;;;;;;120,00;EUR;;;

0001002;9006;RV;08.01.2024;07.02.2024;07.02.2024;10,00;EUR;B;ZB30;
0001002;9007;AB;08.01.2024;07.02.2024;07.02.2024;5,00;EUR;B;ZB30;
0001002;9008;ZP;08.01.2024;07.02.2024;07.02.2024;5,00-;EUR;B;ZB30;
;;;;;;10,00;EUR;;;
;;;;;;130,00;EUR;;;
"""
SAP_EXPECTED = [
    ("0001001", "9001", "2024-01-03", "2024-02-02", "2024-02-14", 123_456),
    ("0001001", "9002", "2024-01-05", "2024-02-04", "", 20_000),
    ("0001001", "9003", "2024-01-06", "2024-01-06", "2024-01-06", -5_000),
    ("0001002", "9006", "2024-01-08", "2024-02-07", "2024-02-07", 1_000),
]


@pytest.mark.parametrize("language", SAP_WORDS)
def test_sap_line_items_in_four_languages(tmp_path: Path, language: str) -> None:
    ledger = read(tmp_path, SAP_WORDS[language].replace(",", ";") + SAP_ROWS)
    assert ledger.layout == "SAP line items (FBL5N)"
    assert contents(ledger) == SAP_EXPECTED
    assert ledger.currency == "EUR"
    assert ledger.terms is not None
    assert set(ledger.terms.tolist()) == {"ZB30"}
    assert ledger.on_hold is not None
    assert ledger.on_hold.tolist() == [False, True, False, False]
    assert ledger.report is not None
    unapplied = ledger.report.found("unapplied_cash")
    assert unapplied is not None
    assert (unapplied.rows, "30.00 EUR" in unapplied.sentence) == (1, True)
    agree = ledger.report.found("totals_agree")
    assert agree is not None
    assert "(3)" in agree.sentence


def test_sap_line_items_as_workbook(tmp_path: Path) -> None:
    rows: list[list[Any]] = [list(SAP_WORDS["English"].split(","))]
    rows += [
        [
            "0001001",
            9001,
            "RV",
            date(2024, 1, 3),
            date(2024, 2, 2),
            date(2024, 2, 14),
            1234.56,
            "EUR",
        ],
        [
            "0001001",
            9002,
            "RV",
            date(2024, 1, 5),
            date(2024, 2, 4),
            None,
            200,
            "EUR",
            "A",
            "ZB30",
            "X",
        ],
        [None, None, None, None, None, None, 1434.56, "EUR"],
    ]
    ledger = read_ledger(workbook(tmp_path, rows))
    assert contents(ledger) == SAP_EXPECTED[:2]
    assert ledger.report is not None
    assert ledger.report.found("totals_agree")


def test_sap_text_between_rules_with_repeated_headers(tmp_path: Path) -> None:
    header = (
        "|  Account |DocumentNo|Type|Doc. Date |Net due dt|Clearing  |   Amount in LC|LCurr|Text          |"
    )
    rule = "-" * len(header)
    text = "\n".join(  # noqa: FLY002
        [
            "Customer Line Item Display", "", rule, header, rule,
            "|  0001001 |9001      |RV  |03.01.2024|02.02.2024|14.02.2024|       1.234,56 |EUR  |12\" pipe      |",
            "|  0001001 |9002      |RV  |05.01.2024|04.02.2024|          |         200,00 |EUR  |              |",
            rule, "Customer Line Item Display", rule, header, rule,
            "|  0001001 |9003      |RV  |06.01.2024|06.01.2024|06.01.2024|          50,00-|EUR  |              |",
            "|  0001002 |9006      |RV  |08.01.2024|07.02.2024|07.02.2024|          10,00 |EUR  |              |",
            rule,
            "|* Account |          |    |          |          |          |       1.394,56 |EUR  |              |",
            rule,
        ]
    )  # fmt: skip
    ledger = read(tmp_path, text, "fbl5n.txt")
    assert contents(ledger) == SAP_EXPECTED
    assert ledger.report is not None
    assert ledger.report.found("totals_agree")


def test_sap_tables_with_technical_names(tmp_path: Path) -> None:
    text = """
KUNNR|BELNR|BUDAT|BLDAT|ZFBDT|ZBD1T|ZBD2T|ZTERM|AUGDT|AUGBL|DMBTR|SHKZG|BLART|WAERS
0001001|9001|20240103|20240103|20240103|30|0|ZB30|20240214|9004|1234.56|S|RV|EUR
0001001|9002|20240105|20240105|20240105|14|30|ZB30|00000000||200.00|S|RV|EUR
0001001|9003|20240106|20240106|20240106|0|0|ZB30|20240106|9004|50.00|H|RV|EUR
0001001|9004|20240214|20240214|20240214|0|0|ZB30|20240214|9004|1184.56|H|DZ|EUR
0001002|9006|20240108|20240108|20240108|30|0|ZB30|20240207|9009|10.00|S|RV|EUR
"""
    ledger = read(tmp_path, text, "bsid_bsad.txt")
    assert contents(ledger) == SAP_EXPECTED
    assert contents(read(tmp_path, text.replace("|30|ZB30", "|1e999|ZB30"), "odd.txt"))[1][3] == "2024-01-19"
    assert ledger.due_estimated is None


def test_xero_invoices_count_once_whatever_their_lines(tmp_path: Path) -> None:
    text = """
*ContactName,EmailAddress,*InvoiceNumber,Reference,*InvoiceDate,*DueDate,Total,InvoiceAmountPaid,InvoiceAmountDue,Description,Quantity,LineAmount,Currency,Type,Status
Ridge Ltd,a@b,INV-1,,3/01/2024,2/02/2024,120.00,20.00,100.00,Tea,1,60.00,GBP,Sales invoice,Awaiting Payment
Ridge Ltd,a@b,INV-1,,3/01/2024,2/02/2024,120.00,20.00,100.00,Milk,1,60.00,GBP,Sales invoice,Awaiting Payment
Ridge Ltd,a@b,INV-2,,14/01/2024,13/02/2024,70.00,70.00,0.00,Tea,1,70.00,GBP,Sales invoice,Paid
Ridge Ltd,a@b,INV-3,,15/01/2024,14/02/2024,70.00,0.00,70.00,Tea,1,70.00,GBP,Sales invoice,Voided
Hill plc,a@b,CN-1,,15/01/2024,15/01/2024,15.00,0.00,15.00,Tea,1,15.00,GBP,Sales credit note,Awaiting Payment
"""
    ledger = read(tmp_path, text)
    assert ledger.layout == "Xero invoices"
    assert contents(ledger) == [
        ("Ridge Ltd", "INV-1", "2024-01-03", "2024-02-02", "", 10_000),
        ("Hill plc", "CN-1", "2024-01-15", "2024-01-15", "", -1_500),
    ]
    assert ledger.is_open_items
    assert any("1 that are paid on a day which the file does not tell" in note for note in ledger.notes)


def test_xero_aged_receivables_with_customers_on_their_own_rows(tmp_path: Path) -> None:
    columns = ["Contact Account Number", "Primary Person", "Phone", "Invoice Date", "Due Date", "Invoice Number",
               "Invoice Reference", "< 1 Month", "1 Month", "2 Months", "3 Months", "Older", None, "Total"]  # fmt: skip
    blank = [None] * 3
    rows: list[list[Any]] = [
        ["Aged Receivables Detail"], ["Our Company"], ["As at 31 March 2026"], ["Ageing by due date"], [], columns, [],
        ["TotalTea Ltd"],
        [*blank, date(2026, 2, 1), date(2026, 3, 3), "INV-7", "", 100.5, 0, 0, 0, 0, None, 100.5],
        [*blank, date(2026, 2, 9), date(2026, 2, 9), None, "", -20, 0, 0, 0, 0, None, -20],
        ["Total TotalTea Ltd", None, None, None, None, None, None, 80.5, 0, 0, 0, 0, None, 80.5], [],
        ["Hill plc"],
        [*blank, date(2026, 1, 5), date(2026, 2, 4), "INV-8", "", 0, 40, 0, 0, 0, None, 40],
        ["Total Hill plc", None, None, None, None, None, None, 0, 40, 0, 0, 0, None, 40],
        ["Total", None, None, None, None, None, None, 80.5, 40, 0, 0, 0, None, 0],
        ["Percentage of total", None, None, None, None, None, None, 0.66, 0.33, 0, 0, 0, None, 1],
    ]  # fmt: skip
    ledger = read_ledger(workbook(tmp_path, rows))
    assert ledger.layout == "Xero aged receivables"
    assert contents(ledger) == [
        ("Hill plc", "INV-8", "2026-01-05", "2026-02-04", "", 4_000),
        ("TotalTea Ltd", "INV-7", "2026-02-01", "2026-03-03", "", 10_050),
        ("TotalTea Ltd", "line 10", "2026-02-09", "2026-02-09", "", -2_000),
    ]
    assert (ledger.is_open_items, ledger.as_of) == (True, date(2026, 3, 31))
    assert ledger.report is not None
    differ = ledger.report.found("totals_differ")
    assert differ is not None
    assert differ.lines[0] == 16
    assert "is 0.00 where the rows add up to 120.50" in differ.sentence


def test_xero_aged_receivables_in_the_shorter_form(tmp_path: Path) -> None:
    text = """
Aged Receivables Detail
As at 31 March 2026

Invoice Number,Invoice Date,Due Date,Invoice Reference,Current,< 1 Month,1 Month,2 Months,3 Months,Older,Total
Ridge Ltd
INV-7,1 Feb 2026,3 Mar 2026,,0,100.50,0,0,0,0,100.50
Total Ridge Ltd,,,,0,100.50,0,0,0,0,100.50
Hill plc
INV-8,5 Jan 2026,4 Feb 2026,,0,0,40.00,0,0,0,40.00
Total Hill plc,,,,0,0,40.00,0,0,0,40.00
Total,,,,0,100.50,40.00,0,0,0,140.50
"""
    ledger = read(tmp_path, text)
    assert [row[:2] + row[5:] for row in contents(ledger)] == [
        ("Hill plc", "INV-8", 4_000),
        ("Ridge Ltd", "INV-7", 10_050),
    ]


@pytest.mark.parametrize(
    "text",
    [
        """
Our Company
A/R Aging Detail
As of 31 December 2025

Num,Customer,Date,Due Date,Amount,Open Balance,P.O. #
1001,"Hill, Ann",11/02/2025,12/02/2025,"1,300.00","1,284.50",
1002,Ridge Ltd,11/20/2025,12/20/2025,50.00,50.00,
,,,,,"1,334.50",
""",
        """
A/R Aging Detail Report

Date,Transaction type,Num,Customer full name,Location,Due date,Amount,Open balance
1 - 30 days past due
11/02/2025,Invoice,1001,"Hill, Ann",,12/02/2025,"$1,300.00","$1,284.50"
Total for 1 - 30 days past due,,,,,,"$1,300.00","$1,284.50"
91 or more days past due
11/20/2025,Invoice,1002,Ridge Ltd,,12/20/2025,$50.00,$50.00
12/01/2025,Payment,77,Ridge Ltd,,12/01/2025,-$20.00,-$20.00
Total for 91 or more days past due,,,,,,$30.00,$30.00
TOTAL,,,,,,"$1,330.00","$1,314.50"
""",
        """
,,Type,Date,Num,P. O. #,Name,Terms,Due Date,Class,Aging,Open Balance
,Current,,,,,,,,,,
,,Invoice,11/02/2025,1001,,"Hill, Ann",Net 30,12/02/2025,,29,"1,284.50"
,,Invoice,11/20/2025,1002,,Ridge Ltd,Net 30,12/20/2025,,11,50.00
,Total Current,,,,,,,,,,"1,334.50"
TOTAL,,,,,,,,,,,"1,334.50"
""",
    ],
    ids=["detail", "online", "desktop"],
)
def test_quickbooks_aging_detail(tmp_path: Path, text: str) -> None:
    ledger = read(tmp_path, text)
    assert ledger.layout == "QuickBooks A/R aging detail"
    assert contents(ledger) == [
        ("Hill, Ann", "1001", "2025-11-02", "2025-12-02", "", 128_450),
        ("Ridge Ltd", "1002", "2025-11-20", "2025-12-20", "", 5_000),
    ]
    assert ledger.is_open_items
    assert ledger.report is not None
    assert ledger.report.found("totals_agree")


def test_quickbooks_payments_pay_the_invoices_above_them(tmp_path: Path) -> None:
    text = """
Invoices and Received Payments

,Date,Transaction type,Memo/Description,Num,Due date,Amount
Ridge Ltd
,11/02/2025,Invoice,,1001,12/02/2025,100.00
,12/05/2025,Payment,,P1,,100.00
,11/20/2025,Invoice,,1002,12/20/2025,50.00
,12/21/2025,Payment,,P2,,20.00
,11/25/2025,Invoice,,1003,12/25/2025,70.00
,11/26/2025,Invoice,,1004,12/26/2025,30.00
,12/28/2025,Payment,,P3,,130.00
Total for Ridge Ltd
Hill plc
,11/03/2025,Invoice,,2001,12/03/2025,10.00
,12/30/2025,Payment,,P4,,-15.00
"""
    ledger = read(tmp_path, text)
    assert ledger.layout == "QuickBooks invoices and received payments"
    assert contents(ledger) == [
        ("Ridge Ltd", "1001", "2025-11-02", "2025-12-02", "2025-12-05", 10_000),
        ("Hill plc", "2001", "2025-11-03", "2025-12-03", "2025-12-30", 1_000),
        ("Ridge Ltd", "1002", "2025-11-20", "2025-12-20", "2025-12-28", 5_000),
        ("Ridge Ltd", "1003", "2025-11-25", "2025-12-25", "2025-12-28", 7_000),
        ("Ridge Ltd", "1004", "2025-11-26", "2025-12-26", "2025-12-28", 3_000),
    ]
    assert not ledger.is_open_items
    assert ledger.report is not None
    unapplied = ledger.report.found("unapplied_cash")
    assert unapplied is not None
    assert "5.00" in unapplied.sentence


def test_quickbooks_transactions_need_due_dates_or_terms(tmp_path: Path) -> None:
    text = """
,Date,Transaction type,Num,Terms,Amount
Ridge Ltd
,11/02/2025,Invoice,1001,Net 30,100.00
,12/15/2025,Payment,P1,,100.00
"""
    assert contents(read(tmp_path, text)) == [
        ("Ridge Ltd", "1001", "2025-11-02", "2025-12-02", "2025-12-15", 10_000)
    ]
    with pytest.raises(UserError, match=r"payments and no due dates.*terms_days"):
        read(tmp_path, text.replace("Net 30", "usual"))


@pytest.mark.parametrize(
    "header",
    [
        "Number,Customer/ID,Invoice/Bill Date,Due Date,Amount Due,Total,Currency,Type,Invoice lines/Product",
        "name,partner_id,invoice_date,invoice_date_due,amount_residual,amount_total,currency_id,move_type,x",
    ],
)
def test_odoo_by_label_and_by_technical_name(tmp_path: Path, header: str) -> None:
    text = f"""
{header}
INV/2026/00042,__export__.res_partner_42_a1,2026-08-12,2026-09-11,1140.00,2280.00,BWP,Customer Invoice,Tea
,,,,,,,,Milk
,,,,,,,,Sugar
INV/2026/00043,__export__.res_partner_42_a1,2026-08-13,2026-09-12,0.00,99.00,BWP,Customer Invoice,Tea
BILL/1,__export__.res_partner_9_a1,2026-08-13,2026-09-12,5.00,5.00,BWP,Vendor Bill,Tea
RINV/1,__export__.res_partner_7_a1,2026-08-13,2026-08-13,-10.00,-10.00,BWP,Customer Credit Note,Tea
"""
    ledger = read(tmp_path, text)
    assert ledger.layout == "Odoo invoices"
    assert contents(ledger) == [
        ("__export__.res_partner_42_a1", "INV/2026/00042", "2026-08-12", "2026-09-11", "", 114_000),
        ("__export__.res_partner_7_a1", "RINV/1", "2026-08-13", "2026-08-13", "", -1_000),
    ]
    assert ledger.currency == "BWP"


def test_erpnext_with_and_without_due_dates(tmp_path: Path) -> None:
    text = """
Posting Date,Party Type,Party,Receivable Account,Voucher Type,Voucher No,Due Date,Invoiced Amount,Paid Amount,Credit Note,Outstanding Amount,Age (Days),0-30,Currency
25-01-2026,Customer,Ridge Ltd,Debtors,Sales Invoice,SINV-1,24-02-2026,100.0,40.0,0.0,60.0,10,60.0,INR
26-01-2026,Customer,Hill plc,Debtors,Payment Entry,PE-1,26-01-2026,0.0,0.0,0.0,-15.0,10,-15.0,INR
Total,,,,,,,100.0,40.0,0.0,45.0,,45.0,
"""  # noqa: E501
    ledger = read(tmp_path, text)
    assert ledger.layout == "ERPNext accounts receivable"
    assert contents(ledger) == [("Ridge Ltd", "SINV-1", "2026-01-25", "2026-02-24", "", 6_000)]
    older = """
Posting Date,Customer,Territory,Voucher Type,Voucher No,Remarks,Invoiced Amount,Paid Amount,Outstanding Amount
25-01-2026,Ridge Ltd,North,Sales Invoice,SINV-1,,100.0,40.0,60.0
"""
    ledger = read(tmp_path, older)
    assert contents(ledger) == [("Ridge Ltd", "SINV-1", "2026-01-25", "2026-02-24", "", 6_000)]
    assert ledger.due_estimated is not None
    assert ledger.due_estimated.all()
    assert ledger.report is not None
    assert ledger.report.found("due_assumed")


@pytest.mark.parametrize("blank", ["0001-01-01", "1753-01-01", ""])
def test_business_central_entries(tmp_path: Path, blank: str) -> None:
    text = f"""
Entry No.,Customer No.,Posting Date,Document Date,Document Type,Document No.,Currency Code,Amount,Remaining Amount,Due Date,Open,Closed at Date,On Hold
1,C01,2026-01-05,2026-01-05,Invoice,103001,,100.00,0.00,2026-02-04,No,2026-02-20,
2,C01,2026-01-15,2026-01-15,Invoice,103002,,80.00,30.00,2026-02-14,Yes,{blank},SUP
3,C02,2026-01-16,2026-01-16,Credit Memo,104001,,-20.00,-20.00,2026-01-16,Yes,{blank},
4,C02,2026-02-20,2026-02-20,Payment,105001,,-100.00,0.00,2026-02-20,No,2026-02-20,
"""  # noqa: E501
    ledger = read(tmp_path, text)
    assert ledger.layout == "Business Central customer ledger entries"
    assert contents(ledger) == [
        ("C01", "103001", "2026-01-05", "2026-02-04", "2026-02-20", 10_000),
        ("C01", "103002", "2026-01-15", "2026-02-14", "", 3_000),
        ("C02", "104001", "2026-01-16", "2026-01-16", "", -2_000),
    ]
    assert ledger.disputed is not None
    assert ledger.disputed.tolist() == [False, True, False]
    technical = text.replace("Customer No.", "Customer_No_").replace("Due Date", "Due_Date")
    technical = technical.replace("Closed at Date", "ClosedAtDate").replace(
        "Remaining Amount", "Remaining_Amount"
    )
    assert contents(read(tmp_path, technical, "t.csv")) == contents(ledger)


def test_dynamics_365_transactions(tmp_path: Path) -> None:
    text = """
Customer account,Name,Customer group,Voucher,Invoice,Transaction type,Description,Date,Due date,Days past due,Amount in transaction currency,Balance,Currency,Payment terms
US-001,Ridge,10,V1,FTI-1,Customer,,1/15/2026,2/14/2026,3,100.00,100.00,USD,Net30
US-001,Ridge,10,V2,FTI-2,Customer,,1/16/2026,2/15/2026,3,70.00,0.00,USD,Net30
US-002,Hill,10,V3,,Payment,,1/20/2026,1/20/2026,0,-25.00,-25.00,USD,
"""  # noqa: E501
    ledger = read(tmp_path, text)
    assert ledger.layout == "Dynamics 365 Finance customer transactions"
    assert contents(ledger) == [("US-001", "FTI-1", "2026-01-15", "2026-02-14", "", 10_000)]
    assert ledger.report is not None
    assert ledger.report.found("unapplied_cash")


def test_tally_with_a_header_of_two_rows(tmp_path: Path) -> None:
    rows: list[list[Any]] = [
        ["Group :", "Sundry Debtors", None, "1-Apr-26 to 16-Apr-26"], ["Details of:", "Pending Bills"], [],
        ["Date", "Ref. No.", "Party's Name", "Opening", "Pending", "Due on", "Overdue"],
        [None, None, None, "Amount", "Amount", None, "by days"],
        [None, None, "Ridge Traders"],
        ["1-Apr-26", "R/1", None, 500, 400.25, "11-Apr-26", 5],
        ["3-Apr-26", "R/2", None, 80, 80, "13-Apr-26", 3],
        [None, None, "Hill & Sons"],
        ["2-Apr-26", "R/3", None, -30, -30, "2-Apr-26", 0],
    ]  # fmt: skip
    ledger = read_ledger(workbook(tmp_path, rows))
    assert ledger.layout == "Tally outstanding bills"
    assert contents(ledger) == [
        ("Ridge Traders", "R/1", "2026-04-01", "2026-04-11", "", 40_025),
        ("Hill & Sons", "R/3", "2026-04-02", "2026-04-02", "", -3_000),
        ("Ridge Traders", "R/2", "2026-04-03", "2026-04-13", "", 8_000),
    ]
    assert ledger.as_of == date(2026, 4, 16)


def test_sage_transactions(tmp_path: Path) -> None:
    text = """
Aged Debtors Analysis (Detailed)
No,Type,A/C,Date,Ref,Details,Due Date,Amount,O/S,Disputed
11,SI,RID001,05/01/2026,1001,Goods,04/02/2026,120.00,120.00,D
12,SC,RID001,25/01/2026,1002,Return,25/01/2026,20.00,20.00,
13,SA,RID001,26/01/2026,BACS,On account,26/01/2026,50.00,50.00,
14,SI,HIL001,26/01/2026,1003,Goods,25/02/2026,10.00,0.00,
"""
    ledger = read(tmp_path, text)
    assert ledger.layout == "Sage customer transactions"
    assert contents(ledger) == [
        ("RID001", "1001", "2026-01-05", "2026-02-04", "", 12_000),
        ("RID001", "1002", "2026-01-25", "2026-01-25", "", -2_000),
    ]
    assert ledger.disputed is not None
    assert ledger.disputed.tolist() == [True, False]


def test_saudi_export_has_neither_due_nor_payment_dates(tmp_path: Path) -> None:
    text = """
Exported as of: 28-Apr-2025 08:06:19 PM by us
Invoice Date,Invoice #,Name,Company Name,Tax #,Contact #,Email,Address,Amount Excluding Tax [A],Tax Amount [B],Amount Including Tax [C=A+B],Paid As of Now,Due As of Now,Tag
26-Apr-2025,S-1,Ann,Ridge LLC,3,,,,100.00,15.00,115.00,15.00,100.00,
27-Apr-2025,S-2,Bob,Hill LLC,4,,,,10.00,1.50,11.50,11.50,0.00,
"""  # noqa: E501
    ledger = read(tmp_path, text)
    assert ledger.layout == "Saudi e-invoicing export"
    assert contents(ledger) == [("Ridge LLC", "S-1", "2025-04-26", "2025-05-26", "", 10_000)]
    assert ledger.as_of == date(2025, 4, 28)
    assert ledger.report is not None
    assert "not for fitting" in ledger.report.usable_for


def test_a_boleto_is_paid_only_by_the_codes_of_payment(tmp_path: Path) -> None:
    text = """
id_boleto,id_pagador,id_beneficiario,dt_emissao,dt_vencimento,dt_pagamento,vlr_nominal,vlr_baixa,tipo_baixa,tipo_especie
b1,p1,x,2024-01-03,2024-02-02,2024-02-05,100.0,100.0,0 - Baixa operacional,DM
b2,p1,x,2024-01-04,2024-02-03,2024-03-05,50.0,50.0,6 - Protestado,DM
b3,p2,x,2024-01-05,2024-02-04,,70.0,,,DM
"""
    ledger = read(tmp_path, text)
    assert ledger.layout == "Brazilian boletos"
    assert contents(ledger) == [
        ("p1", "b1", "2024-01-03", "2024-02-02", "2024-02-05", 10_000),
        ("p2", "b3", "2024-01-05", "2024-02-04", "", 7_000),
    ]
    assert any("ended without a payment" in note for note in ledger.notes)


def test_portuguese_documents_without_numbers(tmp_path: Path) -> None:
    text = """
ID_CLIENTE;SAFRA_REF;DATA_EMISSAO_DOCUMENTO;DATA_PAGAMENTO;DATA_VENCIMENTO;VALOR_A_PAGAR;TAXA
77;2024-01;2024-01-03;2024-02-05;2024-02-02;100,50;6,99
78;2024-01;2024-01-04;;2024-02-03;50,00;6,99
"""
    ledger = read(tmp_path, text)
    assert ledger.layout == "Portuguese documents"
    assert contents(ledger) == [
        ("77", "line 2", "2024-01-03", "2024-02-02", "2024-02-05", 10_050),
        ("78", "line 3", "2024-01-04", "2024-02-03", "", 5_000),
    ]


@pytest.mark.parametrize(
    ("header", "day", "amount"),
    [
        (
            "Kundennummer;Rechnungsnummer;Rechnungsdatum;Fälligkeit;Zahlungsdatum;Betrag",
            "{:%d.%m.%Y}",
            "1.234,50",
        ),
        (
            "N° client;N° facture;Date de facture;Échéance;Date de règlement;Montant TTC",
            "{:%d/%m/%Y}",
            "1 234,50",
        ),
        ("Customer ID;Invoice No;Invoice Date;Due Date;Paid Date;Amount", "{:%Y-%m-%d}", "1,234.50"),
    ],
)
def test_other_exports_are_guessed_by_the_names_of_columns(
    tmp_path: Path, header: str, day: str, amount: str
) -> None:
    days = [day.format(date(2024, 1, 5)), day.format(date(2024, 1, 25)), day.format(date(2024, 2, 1))]
    ledger = read(tmp_path, f"{header}\nA1;R1;{days[0]};{days[1]};{days[2]};{amount}\n")
    assert contents(ledger) == [("A1", "R1", "2024-01-05", "2024-01-25", "2024-02-01", 123_450)]
    assert ledger.report is not None
    guessed = ledger.report.found("guessed_columns")
    assert guessed is not None
    assert "creditlab ledger mapping" in guessed.remedy


ELSEWHERE = {"Credit Strategy Lab ledger", "SAP-derived extract", "demo ledger"}
"""Layouts with tests in other files."""


def test_every_layout_has_a_test() -> None:
    tested = Path(__file__).read_text(encoding="utf-8")
    for layout in layouts()[:-1]:
        assert f'"{layout.name}"' in tested, layout.name


def test_two_currencies_are_reported_and_refused(tmp_path: Path) -> None:
    text = "Customer ID,Invoice No,Invoice Date,Due Date,Paid Date,Amount,Currency\n" + "".join(
        f"A,{number},2024-01-05,2024-01-25,2024-02-01,10.00,{'EUR' if number < 7 else 'USD'}\n"
        for number in range(9)
    )
    with pytest.raises(UserError, match=r"2 currencies \(EUR 7 rows, USD 2 rows\)"):
        read(tmp_path, text)
    ledger = check_ledger(tmp_path / "export.csv")
    assert (len(ledger), ledger.currency) == (7, "EUR")
    assert ledger.report is not None
    other = ledger.report.found("other_currency")
    assert other is not None
    assert (other.rows, "USD 2" in other.remedy, other.lines) == (2, True, (9, 10))
