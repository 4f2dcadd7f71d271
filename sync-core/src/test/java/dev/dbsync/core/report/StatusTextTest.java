package dev.dbsync.core.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class StatusTextTest {

    @Test
    void aPersonCanReadIt() {
        assertThat(StatusText.of(StatusReports.ofEverything())).isEqualTo("""
                  environment  version      applied  failed  PostgreSQL  database
                  dev          12.1              13       0        18.6  localhost:5432/app_dev
                  test         9                  9       0        18.6  localhost:5432/app_test
                  prod         unreachable        -       -           -  prod-db:5432/app
                  ! Cannot connect to prod: Connection refused (SQLSTATE 08001)
                      where:  prod (prod-db:5432/app)
                      remedy: Check that the server runs

                  checkout → dev  BEHIND: 1 migration pending
                      13  V13__new.sql
                  dev → test      DIVERGED: 1 obstacle, 2 migrations pending, 2 lookup tables differ
                      12          V12__index.sql  (PostgreSQL cannot run CREATE INDEX CONCURRENTLY inside a transaction, line 3)
                      repeatable  R__view.sql
                      TARGET_ONLY: Version 8 (V8__x.sql) is applied in test, not in dev
                        remedy: Apply it to dev first.
                      lookup table  insert  update  delete
                      fee_group          2       0       1
                      crm.kind        1200       0       0  (estimate: pending migrations may change it)
                      note: Version 3 (db.V3) has no checksum
                  test → prod     UNREACHABLE

                The checkout is ahead of dev: mvn sync:promote -Dto=dev
                """);
    }

    @Test
    void theLastLineNamesTheCommandToRunNext() {
        assertThat(StatusText.of(StatusReports.ofEverything()).lines().reduce((one, next) -> next))
                .contains("The checkout is ahead of dev: mvn sync:promote -Dto=dev");
    }

    @Test
    void thereAreNoColourCodes() {
        assertThat(StatusText.of(StatusReports.ofEverything())).doesNotContain("\u001b");
    }

    @Test
    void manyObstaclesOfOneKindTakeOneRemedyAndNoMoreThanAScreen() {
        List<String> lines = StatusText.of(StatusReports.ofHotfixes(25)).lines().toList();

        assertThat(lines).filteredOn(line -> line.contains("TARGET_ONLY")).hasSize(20);
        assertThat(lines).filteredOn(line -> line.contains("remedy:")).hasSize(1);
        assertThat(lines).anyMatch(line -> line.contains("DIVERGED: 25 obstacles"));
        assertThat(lines).anyMatch(line -> line.contains("… and 5 more obstacles"));
    }
}
