-- Areas are made of neighbourhoods (buurten) and nest: what an area inside a district may spend comes out of what its
-- district may spend. Figures per neighbourhood and the divisions made with them are kept as they were.

ALTER TABLE area ADD COLUMN level TEXT NOT NULL DEFAULT 'area' CHECK (level IN ('city', 'wijk', 'area'));
ALTER TABLE area ADD COLUMN parent_id TEXT REFERENCES area (id);
ALTER TABLE area ADD COLUMN overlap BIGINT NOT NULL DEFAULT 0 CHECK (overlap IN (0, 1));
UPDATE area SET level = 'wijk' WHERE id LIKE 'WK%';

CREATE TABLE neighbourhood (
    code TEXT PRIMARY KEY,
    name TEXT NOT NULL,
    district_id TEXT NOT NULL REFERENCES area (id),
    path TEXT NOT NULL,
    label_x BIGINT NOT NULL,
    label_y BIGINT NOT NULL,
    west BIGINT NOT NULL,
    south BIGINT NOT NULL,
    east BIGINT NOT NULL,
    north BIGINT NOT NULL,
    source TEXT NOT NULL,
    year BIGINT NOT NULL,
    licence TEXT NOT NULL,
    ended BIGINT NOT NULL CHECK (ended IN (0, 1))
);

CREATE TABLE area_neighbourhood (
    area_id TEXT NOT NULL REFERENCES area (id),
    code TEXT NOT NULL REFERENCES neighbourhood (code),
    PRIMARY KEY (area_id, code)
);
CREATE INDEX area_neighbourhood_of_code ON area_neighbourhood (code);

-- A version of a set of figures. What is not published has no row.
CREATE TABLE data_set (
    id TEXT PRIMARY KEY,
    name TEXT NOT NULL,
    version BIGINT NOT NULL CHECK (version > 0),
    year BIGINT NOT NULL,
    source TEXT NOT NULL,
    licence TEXT NOT NULL,
    file_sha256 TEXT NOT NULL,
    figures_sha256 TEXT NOT NULL,
    at BIGINT NOT NULL,
    by_actor TEXT NOT NULL,
    UNIQUE (name, version)
);
CREATE TABLE data_column (
    set_id TEXT NOT NULL REFERENCES data_set (id),
    place BIGINT NOT NULL CHECK (place > 0),
    name TEXT NOT NULL,
    PRIMARY KEY (set_id, place),
    UNIQUE (set_id, name)
);
CREATE TABLE data_value (
    set_id TEXT NOT NULL REFERENCES data_set (id),
    code TEXT NOT NULL REFERENCES neighbourhood (code),
    place BIGINT NOT NULL,
    millionths BIGINT NOT NULL,
    PRIMARY KEY (set_id, code, place),
    FOREIGN KEY (set_id, place) REFERENCES data_column (set_id, place)
);

-- A division by a key, with its whole arithmetic, and what each area got.
CREATE TABLE division (
    number BIGINT PRIMARY KEY CHECK (number > 0),
    line_id TEXT NOT NULL REFERENCES budget_line (id),
    parent_id TEXT REFERENCES allocation (id),
    set_id TEXT NOT NULL REFERENCES data_set (id),
    total_cents BIGINT NOT NULL CHECK (total_cents >= 0),
    reckoning TEXT NOT NULL,
    reckoning_sha256 TEXT NOT NULL,
    reason TEXT NOT NULL,
    at BIGINT NOT NULL,
    by_actor TEXT NOT NULL
);
CREATE TABLE division_part (
    number BIGINT NOT NULL REFERENCES division (number),
    allocation_id TEXT NOT NULL REFERENCES allocation (id),
    before_cents BIGINT NOT NULL CHECK (before_cents >= 0),
    cents BIGINT NOT NULL CHECK (cents >= 0),
    PRIMARY KEY (number, allocation_id)
);

CREATE FUNCTION data_set_changed() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
    RAISE EXCEPTION 'append_only';
    RETURN NEW;
END $$;
CREATE TRIGGER data_set_changed BEFORE UPDATE ON data_set FOR EACH ROW EXECUTE FUNCTION data_set_changed();
CREATE FUNCTION data_set_removed() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
    RAISE EXCEPTION 'append_only';
    RETURN OLD;
END $$;
CREATE TRIGGER data_set_removed BEFORE DELETE ON data_set FOR EACH ROW EXECUTE FUNCTION data_set_removed();
CREATE FUNCTION data_column_changed() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
    RAISE EXCEPTION 'append_only';
    RETURN NEW;
END $$;
CREATE TRIGGER data_column_changed BEFORE UPDATE ON data_column FOR EACH ROW EXECUTE FUNCTION data_column_changed();
CREATE FUNCTION data_column_removed() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
    RAISE EXCEPTION 'append_only';
    RETURN OLD;
END $$;
CREATE TRIGGER data_column_removed BEFORE DELETE ON data_column FOR EACH ROW EXECUTE FUNCTION data_column_removed();
CREATE FUNCTION data_value_changed() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
    RAISE EXCEPTION 'append_only';
    RETURN NEW;
END $$;
CREATE TRIGGER data_value_changed BEFORE UPDATE ON data_value FOR EACH ROW EXECUTE FUNCTION data_value_changed();
CREATE FUNCTION data_value_removed() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
    RAISE EXCEPTION 'append_only';
    RETURN OLD;
END $$;
CREATE TRIGGER data_value_removed BEFORE DELETE ON data_value FOR EACH ROW EXECUTE FUNCTION data_value_removed();
CREATE FUNCTION division_changed() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
    RAISE EXCEPTION 'append_only';
    RETURN NEW;
END $$;
CREATE TRIGGER division_changed BEFORE UPDATE ON division FOR EACH ROW EXECUTE FUNCTION division_changed();
CREATE FUNCTION division_removed() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
    RAISE EXCEPTION 'append_only';
    RETURN OLD;
END $$;
CREATE TRIGGER division_removed BEFORE DELETE ON division FOR EACH ROW EXECUTE FUNCTION division_removed();
CREATE FUNCTION division_part_changed() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
    RAISE EXCEPTION 'append_only';
    RETURN NEW;
END $$;
CREATE TRIGGER division_part_changed BEFORE UPDATE ON division_part FOR EACH ROW EXECUTE FUNCTION division_part_changed();
CREATE FUNCTION division_part_removed() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
    RAISE EXCEPTION 'append_only';
    RETURN OLD;
END $$;
CREATE TRIGGER division_part_removed BEFORE DELETE ON division_part FOR EACH ROW EXECUTE FUNCTION division_part_removed();
-- Only an area is inside a district, and its place does not change once it has money.
CREATE FUNCTION area_nested() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
    IF NEW.parent_id IS NOT NULL AND (NEW.level <> 'area' OR NOT EXISTS (SELECT 1 FROM area
    WHERE id = NEW.parent_id AND level = 'wijk')) THEN
        RAISE EXCEPTION 'area_nested';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER area_nested BEFORE INSERT ON area FOR EACH ROW EXECUTE FUNCTION area_nested();
CREATE FUNCTION area_moved() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
    IF (NEW.parent_id IS NOT NULL AND (NEW.level <> 'area' OR NOT EXISTS (SELECT 1 FROM area
    WHERE id = NEW.parent_id AND level = 'wijk')))
    OR ((NEW.level <> OLD.level OR NEW.parent_id IS DISTINCT FROM OLD.parent_id) AND EXISTS (SELECT 1 FROM allocation WHERE area_id = OLD.id)) THEN
        RAISE EXCEPTION 'area_nested';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER area_moved BEFORE UPDATE OF id, level, parent_id ON area FOR EACH ROW EXECUTE FUNCTION area_moved();
-- Allocations go along the tree: between the reserve and what is directly below it, or between a district and an area
-- inside it. So no balance below nothing also means that areas never have more than their district gave them (S39).
CREATE FUNCTION posting_nested() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
    IF NEW.kind = 'allocate' AND NOT EXISTS (SELECT 1 FROM ledger_account d CROSS JOIN ledger_account c
    LEFT JOIN allocation da ON da.id = d.allocation_id LEFT JOIN area dr ON dr.id = da.area_id
    LEFT JOIN allocation ca ON ca.id = c.allocation_id LEFT JOIN area cr ON cr.id = ca.area_id
    WHERE d.id = NEW.debit_id AND c.id = NEW.credit_id
    AND ((d.kind = 'reserve' AND c.kind = 'area' AND cr.parent_id IS NULL)
        OR (c.kind = 'reserve' AND d.kind = 'area' AND dr.parent_id IS NULL)
        OR (d.kind = 'area' AND c.kind = 'area' AND (dr.parent_id = cr.id OR cr.parent_id = dr.id)))) THEN
        RAISE EXCEPTION 'outside_tree';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER posting_nested BEFORE INSERT ON posting FOR EACH ROW EXECUTE FUNCTION posting_nested();
