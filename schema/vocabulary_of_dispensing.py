"""The enumerations of dispensing, each value described."""

from core.regulation.schemes.dispensing import Collector, IllnessCourse, LimitGround, ListedFor, Proof, SummedPer
from schema.vocabulary import described

described(
    IllnessCourse,
    "The course of the illness that a drug is for.",
    {"ACUTE": "Acute (急性).", "CHRONIC": "Chronic (慢性)."},
)
described(
    LimitGround,
    "What makes a line of a prescription qualify for a limit.",
    {
        "ACUTE": "The drug is for an acute illness.",
        "CHRONIC": "The drug is for a chronic illness.",
        "REDUCED_MOBILITY": "The visit is marked as that of a patient of reduced mobility (行动不便).",
        "LISTED_DISEASE": "The drug is taken long-term for a disease that the regulation lists.",
    },
)
described(
    ListedFor,
    "Whose disease must be a listed one.",
    {"DRUG": "The disease that the drug is for.", "PATIENT": "Any disease of the patient."},
)
described(
    SummedPer,
    "Over which lines of a prescription days are summed.",
    {"CLASS": "Lines of the same class of drugs (同一类药物).", "DRUG": "Lines of the same drug."},
)
described(
    Collector,
    "Who collects the drugs.",
    {"PATIENT": "The patient.", "RELATIVE": "A relative (家属代取)."},
)
described(
    Proof,
    "What must be shown when drugs are collected.",
    {"PATIENT_ID": "The patient's identity card."},
    name="CollectionProof",
)
