CREATE TABLE audit_log (
    id          bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    happened_at timestamptz NOT NULL DEFAULT now(),
    actor       text        NOT NULL,
    change      jsonb       NOT NULL
);

CREATE FUNCTION audit_fee_item() RETURNS trigger
    LANGUAGE plpgsql AS
$$
BEGIN
    INSERT INTO audit_log (actor, change)
    VALUES (current_user, jsonb_build_object('fee', coalesce(new.code, old.code), 'operation', tg_op));
    RETURN NULL;
END
$$;

CREATE TRIGGER fee_item_audit
    AFTER INSERT OR UPDATE OR DELETE ON fee_item
    FOR EACH ROW EXECUTE FUNCTION audit_fee_item();
