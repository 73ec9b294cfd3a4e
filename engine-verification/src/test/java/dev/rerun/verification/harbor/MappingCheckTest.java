package dev.rerun.verification.harbor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.rerun.jdbc.EntryMapping;
import dev.rerun.jdbc.ItemMapping;
import dev.rerun.jdbc.JdbcSchema;
import dev.rerun.jdbc.JdbcStore;
import dev.rerun.jdbc.MappingException;
import dev.rerun.jdbc.TableMapping;
import java.util.List;
import java.util.Locale;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import org.slf4j.LoggerFactory;

/** What is said of a mapping before any work is done. */
@ParameterizedClass
@EnumSource(HarborStores.class)
class MappingCheckTest {
    private static final List<String> TABLES = List.of(
            """
            create table job (
                code varchar(40) not null primary key, owner varchar(40) not null, born timestamp(6) not null,
                body varchar(100), mood double precision
            )
            """,
            """
            create table line (
                ref varchar(40) not null primary key, owner varchar(40) not null, dated timestamp(6) not null,
                worth numeric(12, 2) not null, money varchar(3) not null, bill varchar(20), job varchar(40),
                job_no bigint, ratio double precision, paid boolean default false not null, flagged boolean
            )
            """,
            "create view line_view as select * from line",
            "create table bare (ref varchar(40), owner varchar(40), dated timestamp(6), worth numeric(12, 2))",
            """
            create table strict_line (
                ref varchar(40) not null primary key, owner varchar(40) not null, dated timestamp(6) not null,
                worth numeric(12, 2) not null, stamp varchar(9) not null
            )
            """);

    private static final EntryMapping JOBS =
            EntryMapping.table("job").id("code").orderingKey("owner").createdAt("born");

    private static final ItemMapping LINES =
            lines("line").currency("money").invoice("bill").entry("job");

    @Parameter
    @SuppressWarnings("NullAway.Init") // set for each database
    HarborStores kind;

    @SuppressWarnings("NullAway.Init") // before each test
    private HarborStores.Open database;

    @BeforeEach
    void open() {
        database = kind.open();
        database.execute(TABLES.stream()
                .map(table -> kind == HarborStores.MARIADB ? table.replace("timestamp(6)", "datetime(6)") : table)
                .toList());
        JdbcSchema.of(database.source()).createOrUpgrade();
    }

    @AfterEach
    void close() {
        database.close();
    }

    private static ItemMapping lines(String table) {
        return ItemMapping.table(table)
                .uniqueKey("ref")
                .orderingKey("owner")
                .time("dated")
                .amount("worth")
                .registerAlways("work");
    }

    private MappingException misfit(EntryMapping entries, ItemMapping items) {
        TableMapping mapping = TableMapping.of(entries, items).ofApp("shop");
        return catchThrowableOfType(
                MappingException.class,
                () -> JdbcStore.on(database.source()).with(mapping).verify());
    }

    private void says(EntryMapping entries, ItemMapping items, String table, String... words) {
        MappingException failure = misfit(entries, items);
        // H2 spells names in capitals.
        assertThat(failure.getMessage()).satisfies(message -> {
            for (String word : words) {
                assertThat(message).containsIgnoringCase(word);
            }
        });
        assertThat(failure.table()).isEqualTo(table);
    }

    @Test
    void namesTheTableThatIsNotThere() {
        says(JOBS, lines("lines").currency("money"), "lines", "no such table");
        says(JOBS, lines("elsewhere.line").currency("money"), "elsewhere.line", "no such table");
    }

    @Test
    void namesTheColumnThatIsNotThereAndThoseThatAre() {
        says(
                JOBS.payload("bodi"),
                LINES,
                "job",
                "column bodi",
                "no such column for payload",
                "code, owner, born, body");
        says(JOBS, LINES.fill("stmap", "'x'"), "line", "stmap", "no such column");
    }

    @Test
    void namesTheTypeThatDoesNotFit() {
        says(JOBS, LINES.amount("ratio"), "line", "column ratio", "does not fit amount", "an exact number");
        says(JOBS.createdAt("body"), LINES, "job", "column body", "does not fit createdAt", "a time with");
        says(JOBS.id("mood"), LINES, "job", "column mood", "does not fit id");
        says(JOBS, LINES.invoice("paid"), "line", "column paid", "does not fit invoice");
        says(JOBS, LINES.entry("job_no"), "line", "job_no", "cannot hold the IDs of entries");
    }

    @Test
    void namesWhatIsNeededAndMissing() {
        says(EntryMapping.table("job").id("code").createdAt("born"), LINES, "job", "no orderingKey");
        says(JOBS, lines("line").invoice("bill"), "line", "no currency", "currencyAlways");
        assertThat(catchThrowableOfType(MappingException.class, () -> JdbcStore.on(database.source())
                        .with(TableMapping.of(JOBS, LINES))
                        .verify()))
                .hasMessageContainingAll("no column holds the app", "ofApp");
    }

    @Test
    void refusesAViewAndATableWithoutAUniqueIndex() {
        says(JOBS, lines("line_view").currency("money"), "line_view", "VIEW", "map a table");
        says(JOBS, lines("bare").currencyAlways("EUR"), "bare", "column ref", "no unique index");
    }

    @Test
    void refusesAColumnThatNobodyFills() {
        says(JOBS, lines("strict_line").currencyAlways("EUR"), "strict_line", "column stamp", "fill");
    }

    @Test
    void refusesHalfALinkAndTwoLinks() {
        says(JOBS.item("body"), lines("line").currency("money"), "job", "column body", "pointedAt");
        says(JOBS, lines("line").currency("money").pointedAt("ref"), "line", "column ref", "EntryMapping.item");
        says(JOBS.item("body"), LINES.pointedAt("ref"), "line", "one of the two links");
    }

    @Test
    void refusesAConditionThatTheDatabaseDoesNotUnderstand() {
        says(JOBS.only("nonsense = 1"), LINES, "job", "condition only", "nonsense = 1");
        says(JOBS, LINES.uiCreatedWhen("flagged is"), "line", "condition uiCreated", "flagged is");
    }

    @Test
    void saysHowToMakeTheArchive() {
        says(JOBS, LINES, "rerun_archived_line", "is missing", "createOrUpgrade()");
    }

    @Test
    void saysWhenTheArchiveLacksAColumnThatTheHostAdded() {
        fits(mapping -> mapping);
        database.execute(List.of("alter table line add column colour varchar(7)"));

        says(JOBS, LINES, "rerun_archived_line", "column colour", "add it");
    }

    @Test
    void saysOnceWhatCannotBePromised() {
        List<String> said = fits(mapping -> mapping);

        assertThat(said).hasSize(1);
        assertThat(said.get(0).toLowerCase(Locale.ROOT))
                .contains("job maps no epoch", "line maps no uicreated", "line maps no units", "begins with born")
                .doesNotContain("invoice");
    }

    @Test
    void saysThatNothingLinksAndNothingIsInvoiced() {
        TableMapping loose =
                TableMapping.of(JOBS, lines("line").currency("money")).ofApp("shop");

        assertThat(fits(mapping -> loose).get(0)).contains("nothing links items", "no item counts as invoiced");
    }

    /** Makes the archive and verifies; returns the warnings. */
    private List<String> fits(UnaryOperator<TableMapping> change) {
        TableMapping mapping = change.apply(TableMapping.of(JOBS, LINES).ofApp("shop"));
        JdbcSchema.of(database.source()).with(mapping).createOrUpgrade();
        Logger logger = (Logger) LoggerFactory.getLogger(JdbcStore.class);
        ListAppender<ILoggingEvent> appender = new ListAppender<>();
        appender.start();
        logger.addAppender(appender);
        try {
            JdbcStore store = JdbcStore.on(database.source()).with(mapping);
            store.verify();
            store.limits();
            store.transaction(tx -> tx.now());
        } finally {
            logger.detachAppender(appender);
        }
        return appender.list.stream().map(ILoggingEvent::getFormattedMessage).toList();
    }
}
