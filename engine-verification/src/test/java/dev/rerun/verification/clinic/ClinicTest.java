package dev.rerun.verification.clinic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.rerun.api.ActivityEntry;
import dev.rerun.api.Contract;
import dev.rerun.api.ContractId;
import dev.rerun.api.ProcessingReport;
import dev.rerun.api.RerunEngine;
import dev.rerun.api.RerunReport;
import dev.rerun.core.InProcessStream;
import dev.rerun.core.RerunEngines;
import dev.rerun.jdbc.JdbcSchema;
import dev.rerun.jdbc.JdbcStore;
import dev.rerun.jdbc.MappingException;
import dev.rerun.jdbc.jpa.JpaEntity;
import dev.rerun.jdbc.jpa.JpaTransactions;
import dev.rerun.testkit.SettableClock;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** A host's own tables, mapped by its entity classes. */
@ParameterizedClass
@EnumSource(ClinicDatabase.class)
class ClinicTest {
    private static final Instant CUTOFF = Instant.parse("2026-06-01T00:00:00Z");
    private static final Instant FIRST_CALL = Instant.parse("2026-05-26T06:00:00Z");
    private static final Duration LONG = Duration.ofSeconds(60);
    private static final int PATIENTS = 5;

    @Parameter
    @SuppressWarnings("NullAway.Init") // set for each database
    ClinicDatabase kind;

    @SuppressWarnings("NullAway.Init") // before each test
    private ClinicDatabase.Open database;

    @SuppressWarnings("NullAway.Init") // before each test
    private ClinicUnit clinic;

    @SuppressWarnings("NullAway.Init") // before each test
    private ClinicUnit engines;

    @SuppressWarnings("NullAway.Init") // before each test
    private RerunEngine engine;

    private volatile String rate = "40";
    private final Random random = new Random(7);

    @BeforeEach
    void open() {
        database = kind.open();
        clinic = new ClinicUnit(database.clinics(), "create");
        ClinicDatabase.execute(
                database.clinics(),
                "create unique index line_by_mark on clinic.charge_lines (book, mark)",
                "create index line_by_time on clinic.charge_lines (logged_at)");
        JdbcSchema.of(database.source()).with(Clinic.mapping()).createOrUpgrade();
        engines = new ClinicUnit(database.source(), "none");
        engine = RerunEngines.builder()
                .app(Clinic.APP)
                .store(JdbcStore.on(JpaTransactions.of(engines.factory)).with(Clinic.mapping()))
                .stream(new InProcessStream(Duration.ofMillis(20)))
                .contracts(entry -> Optional.of(new Contract(
                        new ContractId(Clinic.TARIFF, "at " + rate), HourlyLogic.NAME, Map.of("rate", rate))))
                .logic(new HourlyLogic())
                .clock(new SettableClock(Instant.parse("2026-06-30T00:00:00Z")))
                .workers(4)
                .build();
        clinic.change(manager -> {
            for (int i = 1; i <= PATIENTS; i++) {
                manager.persist(new Patient(i));
            }
        });
    }

    @AfterEach
    void close() {
        engine.close();
        engines.close();
        clinic.close();
        database.close();
    }

    @Test
    void aRerunCalculatesWhatTheClinicAndTheEngineWroteBefore() {
        clinicWrites(0, 90);
        peopleTypeIn(12);
        ProcessingReport processed = engine.process(calls(90, 60));
        someLinesAreBilled();
        List<ChargeLine> before = clinic.lines();
        rate = "55";

        RerunReport report = engine.start(CUTOFF).await(LONG);

        Map<String, String> kept = rows(before.stream().filter(ClinicTest::isKept));
        List<ChargeLine> deleted = before.stream().filter(line -> !isKept(line)).toList();
        assertThat(processed.processed()).isEqualTo(60);
        assertThat(report.failed()).isZero();
        assertThat(report.itemsDeleted()).isEqualTo(deleted.size()).isGreaterThan(80);
        assertThat(dues(clinic.lines())).isEqualTo(naive(before)).isNotEqualTo(dues(before));
        assertThat(rows(clinic.lines().stream())).containsAllEntriesOf(kept);
        assertThat(archivedReminders()).isEqualTo(reminders(deleted));
        assertThat(clinic.calls())
                .filteredOn(ClinicTest::isSelected)
                .hasSizeGreaterThan(100)
                .allSatisfy(call -> {
                    assertThat(call.recalculation).isEqualTo(report.id());
                    assertThat(call.remarks()).containsAnyOf("charged", "retained");
                });
    }

    @Test
    void theClinicGoesOnToWriteLinesAndToChangeThoseOfTheEngine() {
        clinicWrites(0, 30);
        engine.process(calls(30, 70));
        engine.start(CUTOFF).await(LONG);

        // More than the provider's block of numbers, which begins within those that the engine took.
        peopleTypeIn(120);
        clinic.change(manager -> manager.createQuery("select l from ChargeLine l", ChargeLine.class)
                .getResultList()
                .forEach(ChargeLine::bill));

        assertThat(clinic.lines()).hasSize(220).allSatisfy(line -> assertThat(line.stays())
                .isTrue());
        rate = "70";
        assertThat(engine.start(CUTOFF).await(LONG).itemsDeleted()).isZero();
    }

    @Test
    void anEntryThatTheClinicPersistedIsKnownToTheEngine() {
        clinicWrites(0, 1);
        Map<String, String> before = rows(clinic.lines().stream());
        String callNo = clinic.calls().get(0).callNo();

        ProcessingReport report = engine.process(List.of(
                new ActivityEntry(Clinic.APP, callNo, Long.toString(patient(0)), arrived(0), logged(0), report(0))));

        assertThat(report.processed()).isZero();
        assertThat(rows(clinic.lines().stream())).isEqualTo(before);
    }

    @Test
    void aSequenceThatIsNotThereIsToldBeforeAnyWork() {
        JpaEntity line = JpaEntity.of(ChargeLine.class, JpaEntity.UNDERSCORES);
        JdbcStore store = JdbcStore.on(database.source())
                .with(Clinic.mapping(lines -> lines.fillFromSequence(line.id(), "clinic.no_counter")));

        assertThatExceptionOfType(MappingException.class)
                .isThrownBy(store::verify)
                .withMessageContaining("clinic.charge_lines")
                .withMessageContaining("no_counter");
    }

    @Test
    void aFillingThatReadsOtherColumnsIsToldBeforeAnyWork() {
        JdbcStore store = JdbcStore.on(database.source()).with(Clinic.mapping(lines -> lines.fill("reminder", "mark")));

        assertThatExceptionOfType(MappingException.class)
                .isThrownBy(store::verify)
                .withMessageContaining("clinic.charge_lines")
                .withMessageContaining("what fills it, 'mark'");
    }

    /** By the clinic's own program, which knew no rebate. */
    private void clinicWrites(int first, int count) {
        clinic.change(manager -> {
            for (int i = first; i < first + count; i++) {
                HouseCall call = new HouseCall(
                        manager.getReference(Patient.class, patient(i)),
                        Clinic.local(logged(i)),
                        new Visit(arrived(i), logged(i)),
                        report(i));
                call.physician = "Dr " + i;
                manager.persist(call);
                ChargeLine line = new ChargeLine(
                        call, HourlyLogic.due(rate, HourlyLogic.hours(report(i)), 0), "of the clinic's own");
                line.remind("reminder " + i);
                manager.persist(line);
            }
        });
    }

    private void peopleTypeIn(int count) {
        clinic.change(manager -> {
            for (int i = 0; i < count; i++) {
                manager.persist(new ChargeLine(
                        manager.getReference(Patient.class, patient(i)),
                        Clinic.local(arrived(10 * i).plusSeconds(30)),
                        "by hand " + UUID.randomUUID(),
                        BigDecimal.valueOf(i, 2)));
            }
        });
    }

    private void someLinesAreBilled() {
        clinic.change(manager -> manager.createQuery("select l from ChargeLine l order by l.mark", ChargeLine.class)
                .getResultList()
                .forEach(line -> {
                    if (random.nextInt(6) == 0) {
                        line.bill();
                        line.remind("paid " + line.mark());
                    }
                }));
    }

    private static List<ActivityEntry> calls(int first, int count) {
        List<ActivityEntry> calls = new ArrayList<>();
        for (int i = first; i < first + count; i++) {
            calls.add(new ActivityEntry(
                    Clinic.APP,
                    UUID.randomUUID().toString(),
                    Long.toString(patient(i)),
                    arrived(i),
                    logged(i),
                    report(i)));
        }
        return calls;
    }

    private static long patient(int call) {
        return 1L + call % PATIENTS;
    }

    private static Instant arrived(int call) {
        return FIRST_CALL.plus(Duration.ofHours(5L * call));
    }

    private static Instant logged(int call) {
        return arrived(call).plus(Duration.ofHours(1));
    }

    private static String report(int call) {
        return "{\"hours\": " + (1 + call % 4) + "}";
    }

    private static boolean isKept(ChargeLine line) {
        return line.stays() || !time(line).isAfter(CUTOFF);
    }

    private static boolean isSelected(HouseCall call) {
        return Clinic.instant(Objects.requireNonNull(call.loggedAt)).isAfter(CUTOFF);
    }

    private static Instant time(ChargeLine line) {
        return Clinic.instant(Objects.requireNonNull(line.loggedAt));
    }

    private static Map<String, BigDecimal> dues(List<ChargeLine> lines) {
        return new TreeMap<>(lines.stream().collect(Collectors.toMap(ChargeLine::mark, ChargeLine::due)));
    }

    private static Map<String, String> rows(Stream<ChargeLine> lines) {
        return lines.collect(Collectors.toMap(ChargeLine::mark, ChargeLine::toString));
    }

    /** What must be due, worked out with plain loops. */
    private Map<String, BigDecimal> naive(List<ChargeLine> before) {
        List<ChargeLine> there =
                new ArrayList<>(before.stream().filter(ClinicTest::isKept).toList());
        clinic.calls().stream()
                .filter(ClinicTest::isSelected)
                .sorted(Comparator.comparing(call -> Objects.requireNonNull(call.loggedAt)))
                .forEach(call -> {
                    Instant arrived = call.visit().arrived();
                    long patient = Objects.requireNonNull(call.patient).fileNo;
                    int earlier = 0;
                    boolean written = false;
                    for (ChargeLine line : there) {
                        boolean own = Objects.requireNonNull(line.patient).fileNo == patient;
                        boolean recent = !time(line).isBefore(arrived.minus(HourlyLogic.LOOKS_BACK))
                                && time(line).isBefore(arrived);
                        earlier += own && recent ? 1 : 0;
                        written |= line.mark().equals(Clinic.markOf(call.callNo()));
                    }
                    if (!written) {
                        BigDecimal due = HourlyLogic.due(rate, HourlyLogic.hours(call.report()), earlier);
                        there.add(new ChargeLine(call, due, ""));
                    }
                });
        return dues(there);
    }

    private static List<String> reminders(List<ChargeLine> lines) {
        return lines.stream()
                .map(line -> line.mark() + " " + line.reminder())
                .sorted()
                .toList();
    }

    private List<String> archivedReminders() {
        List<?> rows = clinic.read(manager -> manager.createNativeQuery(
                        "select concat(mark, ' ', coalesce(reminder, 'null')) from rerun_archived_clinic_charge_lines",
                        String.class)
                .getResultList());
        return rows.stream().map(Object::toString).sorted().toList();
    }
}
