package dev.rerun.reprocess;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What the database's user must be allowed. */
class PrivilegesTest {
    @RegisterExtension
    private final Scene scene = new Scene();

    @BeforeEach
    void connectAsAUserWhoMayNothing() {
        scene.registrations()
                .execute("do $$ begin if not exists (select 1 from pg_roles where rolname = 'sender') then"
                        + " create role sender login; end if; end $$");
        scene.operator().configure("user: postgres", "user: sender");
    }

    @Test
    void readsTheTableAndOwnsASchemaThatSomebodyElseCreated() {
        scene.registrations().execute("grant usage on schema regprc to sender");
        scene.registrations().execute("grant select on regprc.registration to sender");
        scene.registrations().execute("create schema rerun_reprocess authorization sender");

        assertThat(scene.operator().types("--db", "--limit", "2"))
                .as(scene.operator().errors())
                .isZero();

        assertThat(scene.server().sent()).hasSize(2);
    }

    @Test
    void isRefusedWhenItMayNotCreateItsSchema() {
        assertThat(scene.operator().types("--db", "--limit", "2")).isEqualTo(ExitStatus.REFUSED);

        assertThat(scene.operator().errors()).contains("permission denied");
        assertThat(scene.server().sent()).isEmpty();
    }
}
