package dev.dbsync.core.pull;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dbsync.core.run.Outcome;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** All strategies in one pull, in columns of the types that they are for: it ends with nothing to complain about. */
class PullStrategiesTest extends PullFixture {

    private static final String PEOPLE = """
            CREATE TABLE people (
                id bigint PRIMARY KEY,
                token uuid NOT NULL UNIQUE,
                email text NOT NULL,
                work_phone text,
                full_name text,
                address varchar(60),
                employer text,
                iban text UNIQUE,
                card char(19),
                born date,
                joined timestamptz,
                last_seen timestamp,
                age smallint,
                salary numeric(9, 2),
                height double precision,
                ip inet,
                network cidr,
                homepage text,
                profile jsonb,
                raw json,
                tags text[],
                visits date[],
                comment text)
            """;

    private static final String VISITS =
            "CREATE TABLE visits (person bigint NOT NULL REFERENCES people, address inet[], at date NOT NULL)";

    private static final String ROWS = """
            INSERT INTO people
            SELECT i, md5(i::text)::uuid, 'person' || i || '@mail-' || i % 5 || '.test', '+49 30 ' || 1000000 + i,
                   'Person Number ' || i, 'Street ' || i || ', Town', 'Firm ' || i % 20,
                   'DE' || lpad((i * 7919)::text, 20, '0'), '4111-1111-1111-' || lpad(i::text, 4, '0'),
                   CASE i % 50 WHEN 0 THEN 'infinity' WHEN 1 THEN '0044-03-15 BC' ELSE date '1930-01-01' + i * 37 END,
                   CASE i % 50 WHEN 0 THEN '-infinity' ELSE timestamptz '2026-03-29 00:30:00+00' + i * interval '71 minutes' END,
                   timestamp '2020-02-29 23:59:59.999999' - i * interval '1 day', i % 100, 999.99 + i, 1.5 + i / 100.0,
                   ('10.0.' || i % 3 || '.' || i % 250)::inet, ('10.' || i % 200 || '.0.0/16')::cidr,
                   'https://shop.test/person/' || i,
                   jsonb_build_object('email', 'person' || i || '@x.test', 'n', i * 1.10, 'tags', jsonb_build_array('a', i)),
                   ('{"phone" :  "0301000' || i || '",  "x": {"y": 1.50}, "x": null}')::json,
                   ARRAY['person' || i || '@x.test', NULL, 'tag'], ARRAY[date '2001-01-01' + i],
                   'Has called from +49 30 9018' || 20 + i % 70 || ' about order ' || i
            FROM generate_series(1, 600) AS i
            """;

    private static final String MORE_ROWS = """
            INSERT INTO visits
            SELECT i % 600 + 1, ARRAY[('10.0.1.' || i % 250)::inet, '::1'], date '2025-01-01' + i
            FROM generate_series(1, 1200) AS i
            """;

    private static final String RULES = """
            people:
              id: permute
              token: uuid
              email: { strategy: email, keepDomain: true }
              work_phone: { strategy: phone, format: national }
              full_name: { strategy: name, realistic: full, locale: de }
              address: { strategy: address, locale: de }
              employer: company
              iban: { strategy: fpe, alphabet: upper }
              card: { strategy: partial, last: 4 }
              born: age-band
              joined: { strategy: date-shift, by: token, days: 90 }
              last_seen: { strategy: date-shift, by: token, days: 90, domain: people.joined }
              age: { strategy: round, to: 5 }
              salary: { strategy: noise, percent: 20 }
              height: noise
              ip: ip
              network: ip
              homepage: url
              profile: { strategy: json, paths: { "$.email": email, "$.n": noise } }
              raw: { strategy: json, paths: { "$.phone": phone, "$..y": keep }, rest: redact-strings }
              tags: { strategy: array, of: hash }
              visits: { strategy: array, of: { strategy: date-shift, days: 5 } }
              comment: scrub
            visits:
              address: { strategy: array, of: ip }
              at: date-shift
            """;

    @ParameterizedTest
    @ValueSource(strings = {"sample", "full"})
    void whatEveryStrategyGivesIsLoadedAndVerified(String verify) {
        both(PEOPLE, VISITS);
        server.execute(prod, ROWS, MORE_ROWS, "ANALYZE");
        project.rules(RULES);
        project.mode("in-place").pull("verify: " + verify);

        PullReport report = project.execute(project.plan());

        assertThat(report.problems()).isEmpty();
        assertThat(report.outcome()).isEqualTo(Outcome.PULLED);
        assertThat(server.query(local, """
                SELECT count(*), count(DISTINCT id), count(DISTINCT token), count(DISTINCT iban),
                       bool_and(email ~ '^user_[0-9a-f]{16}@mail-[0-4][.]test$'),
                       bool_and(work_phone ~ '^[+]49 '), bool_and(card ~ '^[*]{15}[0-9]{4}$'),
                       bool_and(born = 'infinity' OR date_part('year', born)::int % 10 IN (0, -1)),
                       bool_and(homepage ~ '^https://example.com/[0-9a-f]{16}$'),
                       bool_and(profile->>'email' LIKE 'user%' AND profile->'tags'->>0 = '[REDACTED]'),
                       bool_and(raw->>'phone' LIKE '+1-555-%'), bool_and(tags[2] IS NULL AND tags[3] ~ '^[0-9a-f]{16}$'),
                       bool_and(comment ~ '^Has called from [+]1-555-[0-9]{8} about order [0-9]+$')
                FROM people""")).containsExactly("600|600|600|600|t|t|t|t|t|t|t|t|t");
        assertThat(server.query(local, "SELECT count(DISTINCT person) FROM visits JOIN people ON person = id"))
                .containsExactly("600");
        assertThat(server.query(local, "SELECT count(DISTINCT network(set_masklen(ip, 24))) FROM people"))
                .as("addresses of three networks are of three networks")
                .containsExactly("3");
    }
}
