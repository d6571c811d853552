-- Each entry of the staff log carries the fingerprint of the postings of its act: the chain of that log holds the ledger.
-- Up to which posting that is so; what an older version posted is taken up by the first entry that is written.
ALTER TABLE ledger_head ADD COLUMN noted INTEGER NOT NULL DEFAULT 0 CHECK (noted >= 0 AND noted <= size);
