package dev.rerun.reprocess;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Each approach sends what plain SQL selects, in the order of plain SQL. */
class SelectionTest {
    private static final String NO_ROUTING = Registrations.USUAL + """
            and latest_trn_type_code in ('UPLOAD_PACKET', 'VALIDATE_PACKET', 'QUALITY_CHECK', 'OSI_VALIDATE',
                'BIOMETRIC_AUTHENTICATION', 'DEMOGRAPHIC_VERIFICATION', 'BIOGRAPHIC_VERIFICATION',
                'MANUAL_VERIFICATION', 'UIN_GENERATOR')
            """;

    @RegisterExtension
    private final Scene scene = new Scene();

    @Test
    void usualSendsExactlyWhatIsStuck() {
        assertSends(Registrations.USUAL, "--db");
    }

    @Test
    void noRoutingSendsExactlyWhatIsStuckInTheSecureZone() {
        assertSends(NO_ROUTING, "--db", "--approach", "no-routing");
    }

    @Test
    void nonRecoverableSendsExactlyWhatFailedAfterOneTimeAndWasReceivedBeforeAnother() {
        String after = scene.registrations()
                .column("select (now() at time zone 'UTC')::date - 3")
                .get(0);
        String before = scene.registrations()
                .column("select (now() at time zone 'UTC')::date - 5")
                .get(0);
        scene.operator().set("FAILED_AFTER", after);
        scene.operator().set("CREATED_BEFORE", before + "T00:00:00Z");

        assertSends(
                "status_code = 'FAILED' and latest_trn_dtimes > '%s' and cr_dtimes < '%s'".formatted(after, before),
                "--db",
                "--approach",
                "non-recoverable");
    }

    @Test
    void aRowWithoutRidIsNoPacket() {
        List<String> two = scene.registrations().usual(2);
        scene.registrations()
                .execute("update regprc.registration set reg_id = null where workflow_instance_id = '" + two.get(0)
                        + "'");

        assertThat(scene.operator().types("--db", "--limit", "1"))
                .as(scene.operator().errors())
                .isZero();

        assertThat(scene.server().sentIds()).containsExactly(two.get(1));
    }

    private void assertSends(String condition, String... args) {
        List<String> expected = scene.registrations()
                .column("select workflow_instance_id from regprc.registration where " + condition
                        + " order by latest_trn_dtimes, cr_dtimes, workflow_instance_id limit 1000");
        assertThat(expected).hasSizeBetween(100, 1000);

        assertThat(scene.operator().types(args)).as(scene.operator().errors()).isZero();

        assertThat(scene.server().sentIds()).containsExactlyElementsOf(expected);
        assertThat(scene.server().objections()).isEmpty();
        assertThat(scene.operator().logged()).hasSameSizeAs(expected);
    }
}
