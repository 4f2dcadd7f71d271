-- All that a schema is, as lines of text, by PostgreSQL's own functions: equal lines, equal schemas.
WITH own AS (SELECT oid, nspname FROM pg_namespace WHERE nspname !~ '^pg_' AND nspname <> 'information_schema'),
     rel AS (SELECT c.*, o.nspname || '.' || c.relname AS name FROM pg_class c JOIN own o ON o.oid = c.relnamespace),
     acl (class, oid, sub, acl) AS (
         SELECT 'pg_class'::regclass, oid, 0, relacl FROM rel
         UNION ALL
         SELECT 'pg_proc'::regclass, p.oid, 0, proacl FROM pg_proc p JOIN own o ON o.oid = p.pronamespace
         UNION ALL
         SELECT 'pg_namespace'::regclass, n.oid, 0, nspacl FROM pg_namespace n JOIN own o USING (oid)
         UNION ALL
         SELECT 'pg_class'::regclass, r.oid, a.attnum, a.attacl FROM rel r JOIN pg_attribute a ON a.attrelid = r.oid)
SELECT line
FROM (SELECT 'schema ' || nspname AS line FROM own
      UNION ALL
      SELECT concat_ws(' ', 'relation', name, relkind, relpersistence, relreplident, relrowsecurity, relforcerowsecurity,
                       relispopulated, relowner::regrole, reloptions, pg_get_expr(relpartbound, oid),
                       CASE relkind WHEN 'p' THEN pg_get_partkeydef(oid) END)
      FROM rel
      UNION ALL
      SELECT concat_ws(' ', 'inherits', inhrelid::regclass, inhparent::regclass, inhseqno) FROM pg_inherits
      UNION ALL
      SELECT concat_ws(' ', 'column', r.name, row_number() OVER (PARTITION BY r.oid ORDER BY a.attnum), a.attname,
                       format_type(a.atttypid, a.atttypmod), a.attnotnull, a.attidentity, a.attgenerated, a.attstorage,
                       coalesce(a.attstattarget, -1), a.attcollation, pg_get_expr(d.adbin, d.adrelid))
      FROM rel r
               JOIN pg_attribute a ON a.attrelid = r.oid AND a.attnum > 0 AND NOT a.attisdropped
               LEFT JOIN pg_attrdef d ON d.adrelid = r.oid AND d.adnum = a.attnum
      WHERE r.relkind <> 'i' AND r.relkind <> 'I'
      UNION ALL
      SELECT concat_ws(' ', 'constraint', conrelid::regclass, contypid::regtype, conname, convalidated,
                       pg_get_constraintdef(k.oid))
      FROM pg_constraint k JOIN own o ON o.oid = k.connamespace
      -- From 18 on a NOT NULL has a name, which an attached partition brings along and a partition made in place does not.
      WHERE NOT (k.contype = 'n' AND EXISTS (SELECT FROM pg_class p WHERE p.oid = k.conrelid AND p.relispartition))
      UNION ALL
      SELECT concat_ws(' ', 'index', pg_get_indexdef(indexrelid), indisvalid, indisclustered, indisreplident)
      FROM pg_index JOIN rel ON rel.oid = indexrelid
      UNION ALL
      SELECT concat_ws(' ', 'trigger', tgrelid::regclass, tgenabled, pg_get_triggerdef(oid)) FROM pg_trigger WHERE NOT tgisinternal
      UNION ALL
      SELECT concat_ws(' ', 'event trigger', evtname, evtevent, evtenabled, evtfoid::regproc) FROM pg_event_trigger
      UNION ALL
      SELECT concat_ws(' ', 'rule', ev_class::regclass, pg_get_ruledef(r.oid)) FROM pg_rewrite r JOIN rel ON rel.oid = r.ev_class
      UNION ALL
      SELECT concat_ws(' ', 'policy', schemaname, tablename, policyname, permissive, roles, cmd, qual, with_check) FROM pg_policies
      UNION ALL
      SELECT concat_ws(' ', 'function', pg_get_functiondef(p.oid), p.proowner::regrole)
      FROM pg_proc p JOIN own o ON o.oid = p.pronamespace
      WHERE p.prokind <> 'a'
      UNION ALL
      SELECT concat_ws(' ', 'aggregate', p.oid::regprocedure, a.aggtransfn, a.agginitval)
      FROM pg_proc p JOIN own o ON o.oid = p.pronamespace JOIN pg_aggregate a ON a.aggfnoid = p.oid
      UNION ALL
      SELECT concat_ws(' ', 'type', o.nspname, t.typname, t.typtype, t.typowner::regrole, t.typdefault, t.typnotnull,
                       (SELECT string_agg(enumlabel, ',' ORDER BY enumsortorder) FROM pg_enum WHERE enumtypid = t.oid))
      FROM pg_type t JOIN own o ON o.oid = t.typnamespace
      WHERE t.typcategory <> 'A'
      UNION ALL
      SELECT concat_ws(' ', 'sequence', s.*) FROM (SELECT schemaname, sequencename, data_type, start_value, min_value, max_value, increment_by, cycle, cache_size, last_value FROM pg_sequences) s
      UNION ALL
      SELECT concat_ws(' ', 'owned', d.objid::regclass, d.refobjid::regclass, d.refobjsubid, d.deptype)
      FROM pg_depend d JOIN rel ON rel.oid = d.objid AND rel.relkind = 'S'
      WHERE d.classid = 'pg_class'::regclass AND d.refclassid = 'pg_class'::regclass AND d.deptype IN ('a', 'i')
      UNION ALL
      SELECT concat_ws(' ', 'statistics', pg_get_statisticsobjdef(oid)) FROM pg_statistic_ext
      UNION ALL
      SELECT concat_ws(' ', 'comment', i.type, i.identity, d.description)
      FROM pg_description d, pg_identify_object(d.classoid, d.objoid, d.objsubid) i
      WHERE d.objoid >= 16384 AND i.identity NOT LIKE 'plpgsql%'
      UNION ALL
      SELECT concat_ws(' ', 'grant', i.type, i.identity, x.grantor::regrole, coalesce(nullif(x.grantee, 0)::regrole::text, 'PUBLIC'), x.privilege_type, x.is_grantable)
      FROM acl, pg_identify_object(acl.class, acl.oid, acl.sub) i, aclexplode(acl.acl) x
      UNION ALL
      SELECT concat_ws(' ', 'collation', collname, collprovider, collcollate) FROM pg_collation JOIN own o ON o.oid = collnamespace
      UNION ALL
      SELECT concat_ws(' ', 'extension', extname, extversion) FROM pg_extension) all_lines
ORDER BY line COLLATE "C"
