-- Until now nobody noted who entered which paper, and what became of extensions.
DROP TRIGGER row_before_replaced ON row_before;
INSERT INTO row_before (kind, row_key) SELECT 'paper_batch', b.id FROM paper_batch b;
INSERT INTO row_before (kind, row_key) SELECT DISTINCT 'extension', e.round_id FROM extension e;
CREATE TRIGGER row_before_replaced BEFORE INSERT ON row_before FOR EACH ROW EXECUTE FUNCTION row_before_stands();
