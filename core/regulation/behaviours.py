"""One taxonomy of behaviours, to which the clauses of every region point.

It says what an act is, never what it costs: the same act costs one point in one place and ten in another.
"""

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType

from core.text import Text


class Behaviour(StrEnum):
    """What a clause is about (违规行为)."""

    IDENTITY_UNCHECKED = "IDENTITY_UNCHECKED"
    FALSE_OUTPATIENT = "FALSE_OUTPATIENT"
    FALSE_ADMISSION = "FALSE_ADMISSION"
    FALSE_ADMISSION_COLLUSIVE = "FALSE_ADMISSION_COLLUSIVE"
    PATIENT_REFUSED = "PATIENT_REFUSED"
    CARE_UNSUITED = "CARE_UNSUITED"
    NORMS_BROKEN = "NORMS_BROKEN"
    RECORD_POOR = "RECORD_POOR"
    RECORD_FORGED = "RECORD_FORGED"
    RECORD_DESTROYED = "RECORD_DESTROYED"
    INJURY_UNRECORDED = "INJURY_UNRECORDED"
    CONSENT_MISSING = "CONSENT_MISSING"
    COMPLAINT_UPHELD = "COMPLAINT_UPHELD"
    FALSE_REPORT = "FALSE_REPORT"
    FALSE_INVOICE = "FALSE_INVOICE"
    FRAUD = "FRAUD"
    SEAL_LENT = "SEAL_LENT"
    INSPECTION_OBSTRUCTED = "INSPECTION_OBSTRUCTED"
    UNCOVERED_BILLED = "UNCOVERED_BILLED"
    OTHER_PAYER_BILLED = "OTHER_PAYER_BILLED"
    BED_HOLDING = "BED_HOLDING"
    CHARGES_WRONG = "CHARGES_WRONG"
    DRUGS_EXCESSIVE = "DRUGS_EXCESSIVE"
    DRUGS_OFF_INDICATION = "DRUGS_OFF_INDICATION"
    DRUGS_SWAPPED = "DRUGS_SWAPPED"
    DRUGS_BYPASSED = "DRUGS_BYPASSED"
    REVIEW_FAILED = "REVIEW_FAILED"
    SPECIAL_DISEASE_MISUSED = "SPECIAL_DISEASE_MISUSED"
    COST_EXCEEDED = "COST_EXCEEDED"
    STAY_EXCEEDED = "STAY_EXCEEDED"
    UNQUALIFIED_PRACTICE = "UNQUALIFIED_PRACTICE"
    SETTLED_FOR_OTHERS = "SETTLED_FOR_OTHERS"
    INTEREST_TIES = "INTEREST_TIES"
    HARM_TO_INSURED = "HARM_TO_INSURED"
    REPEATED_BREACH = "REPEATED_BREACH"
    AGREEMENT_BREACHED = "AGREEMENT_BREACHED"
    PENALISED_BY_LAW = "PENALISED_BY_LAW"
    OTHER_SERIOUS = "OTHER_SERIOUS"


LABELS: Mapping[Behaviour, Text] = MappingProxyType(
    {
        Behaviour.IDENTITY_UNCHECKED: Text(zh="未核对身份", en="Identity not checked"),
        Behaviour.FALSE_OUTPATIENT: Text(zh="冒名门诊", en="Outpatient visit under another's name"),
        Behaviour.FALSE_ADMISSION: Text(zh="失察致冒名住院", en="Admission under another's name, through carelessness"),
        Behaviour.FALSE_ADMISSION_COLLUSIVE: Text(zh="串通虚假住院", en="Collusive false admission"),
        Behaviour.PATIENT_REFUSED: Text(zh="推诿拒收患者", en="Refusing a patient"),
        Behaviour.CARE_UNSUITED: Text(zh="诊治与病情不符", en="Care not matched to the illness"),
        Behaviour.NORMS_BROKEN: Text(zh="违反诊疗用药规范", en="Against clinical or drug norms"),
        Behaviour.RECORD_POOR: Text(zh="病历书写不合格", en="Poor medical records"),
        Behaviour.RECORD_FORGED: Text(zh="伪造医疗文书", en="Forged medical records"),
        Behaviour.RECORD_DESTROYED: Text(zh="隐匿毁损文书", en="Records hidden, destroyed or altered"),
        Behaviour.INJURY_UNRECORDED: Text(zh="未记外伤原因", en="Cause of an injury not recorded"),
        Behaviour.CONSENT_MISSING: Text(zh="未履行告知", en="No informed consent or notice"),
        Behaviour.COMPLAINT_UPHELD: Text(zh="服务投诉成立", en="Complaint about service upheld"),
        Behaviour.FALSE_REPORT: Text(zh="虚假检查报告", en="False test report"),
        Behaviour.FALSE_INVOICE: Text(zh="虚假证明或票据", en="False proof or invoice"),
        Behaviour.FRAUD: Text(zh="骗取基金", en="Fraud on the fund"),
        Behaviour.SEAL_LENT: Text(zh="出借名章", en="Lending one's seal"),
        Behaviour.INSPECTION_OBSTRUCTED: Text(zh="不配合检查考核", en="Not cooperating with inspection"),
        Behaviour.UNCOVERED_BILLED: Text(zh="非医保项目纳入支付", en="Billing what is not covered"),
        Behaviour.OTHER_PAYER_BILLED: Text(zh="他方应付纳入支付", en="Billing what other payers owe"),
        Behaviour.BED_HOLDING: Text(zh="挂床或不当收治", en="Bed-holding or unnecessary admission"),
        Behaviour.CHARGES_WRONG: Text(zh="违规收费", en="Wrong, split or excess charges"),
        Behaviour.DRUGS_EXCESSIVE: Text(zh="超标准或超量用药", en="Drugs beyond standard or quantity"),
        Behaviour.DRUGS_OFF_INDICATION: Text(zh="用药不符适应症", en="Off-indication drugs"),
        Behaviour.DRUGS_SWAPPED: Text(zh="串换药品", en="Swapping drugs"),
        Behaviour.DRUGS_BYPASSED: Text(zh="规避集采药品", en="Bypassing procured drugs"),
        Behaviour.REVIEW_FAILED: Text(zh="处方点评不合格", en="Failed prescription reviews"),
        Behaviour.SPECIAL_DISEASE_MISUSED: Text(zh="特殊病种违规", en="Special-disease cover misused"),
        Behaviour.COST_EXCEEDED: Text(zh="费用超标准", en="Cost above the standard"),
        Behaviour.STAY_EXCEEDED: Text(zh="住院天数超标准", en="Stay above the standard"),
        Behaviour.UNQUALIFIED_PRACTICE: Text(zh="无资质或超范围执业", en="Practising without or beyond qualification"),
        Behaviour.SETTLED_FOR_OTHERS: Text(zh="代无资格者结算", en="Settling for persons without the right"),
        Behaviour.INTEREST_TIES: Text(zh="与供应商有利益关系", en="Interest ties with suppliers"),
        Behaviour.HARM_TO_INSURED: Text(zh="严重侵害参保人", en="Serious harm to an insured person"),
        Behaviour.REPEATED_BREACH: Text(zh="同类行为再犯", en="The same breach again"),
        Behaviour.AGREEMENT_BREACHED: Text(zh="违反服务协议", en="Breach of the service agreement"),
        Behaviour.PENALISED_BY_LAW: Text(zh="受行政或刑事处罚", en="Penalised by administrative or criminal law"),
        Behaviour.OTHER_SERIOUS: Text(zh="其他严重违规", en="Other serious breach"),
    }
)
"""What each behaviour is called."""
