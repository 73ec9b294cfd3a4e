package dev.rerun.reprocess;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Each approach sends what plain SQL selects, in the order of plain SQL. */
class SelectionTest {
    private static final String USUAL = """
            latest_trn_status_code in ('SUCCESS', 'REPROCESS', 'IN_PROGRESS')
            and reg_process_retry_count <= 500
            and latest_trn_dtimes < (now() at time zone 'UTC') - interval '1 day'
            and status_code not in ('PROCESSED', 'FAILED', 'REJECTED')
            """;
    private static final String NO_ROUTING = USUAL + """
            and latest_trn_type_code in ('UPLOAD_PACKET', 'VALIDATE_PACKET', 'QUALITY_CHECK', 'OSI_VALIDATE',
                'BIOMETRIC_AUTHENTICATION', 'DEMOGRAPHIC_VERIFICATION', 'BIOGRAPHIC_VERIFICATION',
                'MANUAL_VERIFICATION', 'UIN_GENERATOR')
            """;

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path directory;

    private final Registrations registrations = new Registrations();
    private final RegistrationProcessor server = new RegistrationProcessor();

    @SuppressWarnings("NullAway.Init")
    private Operator operator;

    @BeforeEach
    void begin() {
        operator = new Operator(directory, registrations.database(), server.url());
    }

    @AfterEach
    void end() {
        server.close();
        registrations.close();
    }

    @Test
    void usualSendsExactlyWhatIsStuck() {
        assertSends(USUAL, "--db");
    }

    @Test
    void noRoutingSendsExactlyWhatIsStuckInTheSecureZone() {
        assertSends(NO_ROUTING, "--db", "--approach", "no-routing");
    }

    @Test
    void nonRecoverableSendsExactlyWhatFailedAfterOneTimeAndWasReceivedBeforeAnother() {
        String after = registrations
                .column("select (now() at time zone 'UTC')::date - 3")
                .get(0);
        String before = registrations
                .column("select (now() at time zone 'UTC')::date - 5")
                .get(0);
        operator.set("FAILED_AFTER", after);
        operator.set("CREATED_BEFORE", before + "T00:00:00Z");

        assertSends(
                "status_code = 'FAILED' and latest_trn_dtimes > '%s' and cr_dtimes < '%s'".formatted(after, before),
                "--db",
                "--approach",
                "non-recoverable");
    }

    private void assertSends(String condition, String... args) {
        List<String> expected = registrations.column("select workflow_instance_id from regprc.registration where "
                + condition + " order by latest_trn_dtimes, cr_dtimes, workflow_instance_id limit 1000");
        assertThat(expected).hasSizeBetween(100, 1000);

        assertThat(operator.types(args)).as(operator.errors()).isZero();

        assertThat(server.sentIds()).containsExactlyElementsOf(expected);
        assertThat(server.objections()).isEmpty();
        assertThat(operator.logged()).hasSameSizeAs(expected);
    }
}
