package dev.rerun.verification.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.rerun.api.ActivityOutcome;
import dev.rerun.api.ContractId;
import dev.rerun.api.Diagnostic;
import dev.rerun.api.OutcomeStatus;
import dev.rerun.api.RegisterItem;
import dev.rerun.core.spi.ItemKey;
import dev.rerun.core.spi.NewOutcome;
import dev.rerun.core.spi.PlacedItem;
import dev.rerun.core.spi.RejectedDataException;
import dev.rerun.core.spi.RerunStore;
import dev.rerun.jdbc.JdbcStore;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Many rows are copied into PostgreSQL, where that is possible, and are the same as if they had been inserted. */
class PostgresCopyTest {
    private static final String APP = "billing";
    private static final Instant TIME = Instant.parse("2026-03-02T08:00:00Z");
    private static final int MANY = 400;

    /** What is inserted so many at a time is not worth a copy. */
    private static final int FEW = 10;

    private final TestStore.Database database = TestStore.POSTGRESQL.openDatabase();
    private final Random random = new Random(20261127);

    /** Notes for each row of two tables whether a COPY brought it. */
    @BeforeEach
    void watch() {
        database.execute("create table seen (table_name text, copied boolean)");
        database.execute("""
                create function watch() returns trigger language plpgsql as $$
                begin
                    insert into seen values (tg_table_name, current_query() like 'copy %');
                    return new;
                end $$
                """);
        for (String table : List.of("register_item", "activity_outcome")) {
            database.execute(
                    "create trigger watched before insert on " + table + " for each row execute function watch()");
        }
    }

    @AfterEach
    void close() {
        database.close();
    }

    private List<String> seen() throws SQLException {
        List<String> rows = new ArrayList<>();
        try (Connection connection = database.source().getConnection();
                Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(
                        "select table_name, copied, count(*) from seen group by 1, 2 order by 1, 2")) {
            while (result.next()) {
                rows.add(result.getString(1) + (result.getBoolean(2) ? " copied " : " inserted ") + result.getLong(3));
            }
        }
        return rows;
    }

    private static void insert(RerunStore store, List<RegisterItem> items) {
        store.transaction(tx -> {
            tx.items().insert(APP, items);
            return true;
        });
    }

    private RerunStore store() {
        return JdbcStore.on(database.source());
    }

    private static List<RegisterItem> stored(RerunStore store, List<RegisterItem> items) {
        return store
                .transaction(tx -> tx.items()
                        .find(APP, Set.copyOf(items.stream().map(ItemKey::of).toList())))
                .values()
                .stream()
                .map(PlacedItem::item)
                .toList();
    }

    private static RegisterItem item(String uniqueKey) {
        return new RegisterItem(
                "Fees",
                uniqueKey,
                "order",
                TIME,
                BigDecimal.ONE,
                "EUR",
                BigDecimal.ONE,
                null,
                null,
                false,
                null,
                new ContractId("fee", "v1"),
                null,
                null);
    }

    private static List<RegisterItem> items(int count) {
        return IntStream.range(0, count)
                .mapToObj(number -> item("key " + number))
                .toList();
    }

    private RegisterItem randomItem(int number) {
        boolean ui = random.nextInt(5) == 0;
        return new RegisterItem(
                "Register " + random.nextInt(3),
                number + " " + text(200),
                "order " + text(200),
                // From long before the server's own epoch to long after, to the microsecond.
                Instant.EPOCH
                        .plusSeconds(random.nextLong(-60_000_000_000L, 200_000_000_000L))
                        .plusNanos(1000L * random.nextInt(1_000_000)),
                decimal(),
                "EUR",
                decimal(),
                random.nextBoolean() ? null : text(100),
                random.nextBoolean() ? null : text(5000),
                ui,
                random.nextBoolean() ? null : Long.toString(random.nextLong()),
                ui ? null : new ContractId("fee", "v" + random.nextInt(4)),
                random.nextInt(5) == 0 ? "invoice " + text(50) : null,
                random.nextBoolean() ? null : (Long) random.nextLong(1, Long.MAX_VALUE));
    }

    /** With all that another format might take for something else: tabs, breaks, backslashes, \N, and all planes. */
    private String text(int most) {
        String special = "\t\n\r\\\\N\"',{}\u00e9\u20ac\ud83d\ude00 ";
        StringBuilder text = new StringBuilder("x");
        for (int i = random.nextInt(most / 2); i > 0; i--) {
            text.appendCodePoint(
                    random.nextInt(3) == 0
                            ? special.codePointAt(special.offsetByCodePoints(
                                    0, random.nextInt(special.codePointCount(0, special.length()))))
                            : 'a' + random.nextInt(26));
        }
        return text.toString();
    }

    /** Of any length and sign that the register holds, zero and numbers with zeros at either end included. */
    private BigDecimal decimal() {
        int fraction = random.nextInt(13);
        BigInteger digits = new BigInteger(random.nextInt(86), random)
                .multiply(BigInteger.TEN.pow(random.nextInt(3) == 0 ? random.nextInt(1 + fraction) : 0));
        BigDecimal value = new BigDecimal(digits, fraction);
        BigDecimal held = value.precision() - value.scale() > 26
                ? new BigDecimal(digits.mod(BigInteger.TEN.pow(26)), fraction)
                : value;
        return random.nextBoolean() ? held : held.negate();
    }

    @Test
    void whatIsCopiedIsWhatIsInserted() throws SQLException {
        List<RegisterItem> items =
                IntStream.range(0, MANY).mapToObj(this::randomItem).toList();
        RerunStore store = store();
        insert(store, items);
        List<RegisterItem> copied = stored(store, items);
        assertThat(copied).hasSize(MANY);
        assertThat(seen()).containsExactly("register_item copied " + MANY);

        database.execute("delete from register_item");
        for (int first = 0; first < MANY; first += FEW) {
            insert(store, items.subList(first, first + FEW));
        }

        assertThat(seen()).containsExactly("register_item inserted " + MANY, "register_item copied " + MANY);
        assertThat(copied).containsExactlyInAnyOrderElementsOf(stored(store, items));
    }

    @Test
    void outcomesAreCopiedWithTheTimeOfTheServer() throws SQLException {
        List<NewOutcome> outcomes = IntStream.range(0, MANY)
                .mapToObj(number -> new NewOutcome(
                        Integer.toString(number),
                        null,
                        OutcomeStatus.PROCESSED,
                        null,
                        List.of(new Diagnostic("billed", "line " + number + "\n\\N")),
                        Duration.ofNanos(1_999_999_000L + number)))
                .toList();
        RerunStore store = store();
        Instant before = store.transaction(tx -> tx.now());
        store.transaction(tx -> {
            tx.entries().insertOutcomes(APP, outcomes);
            return true;
        });
        Instant after = store.transaction(tx -> tx.now());

        assertThat(seen()).containsExactly("activity_outcome copied " + MANY);
        for (int number : new int[] {0, MANY - 1}) {
            List<ActivityOutcome> found = store.transaction(tx -> tx.entries().outcomes(APP, Integer.toString(number)));
            assertThat(found).singleElement().satisfies(outcome -> {
                assertThat(outcome.processedAt()).isBetween(before, after);
                assertThat(outcome.diagnostics()).containsExactly(new Diagnostic("billed", "line " + number + "\n\\N"));
                assertThat(outcome.duration()).isEqualTo(Duration.ofNanos(1_999_999_000L));
            });
        }
    }

    @Test
    void oneThatIsTakenRefusesAll() throws SQLException {
        RerunStore store = store();
        insert(store, List.of(item("key " + MANY / 2)));

        assertThatExceptionOfType(RejectedDataException.class)
                .isThrownBy(() -> insert(store, items(MANY)))
                .withMessageContaining("23505");

        assertThat(stored(store, items(MANY))).hasSize(1);
        insert(store, items(MANY / 2));
        assertThat(stored(store, items(MANY))).hasSize(MANY / 2 + 1);
    }

    @Test
    void aValueThatDoesNotFitRefusesAllAndTheConnectionIsUsable() throws SQLException {
        RerunStore store = store();
        RegisterItem tooLong = item("k".repeat(300));

        assertThatExceptionOfType(RejectedDataException.class)
                .isThrownBy(() -> insert(
                        store,
                        Stream.concat(items(MANY).stream(), Stream.of(tooLong)).toList()))
                .withMessageContaining("22001");

        insert(store, items(MANY));
        assertThat(stored(store, items(MANY))).hasSize(MANY);
    }

    @Test
    void aTableWithPoliciesForRowsIsNotCopiedInto() throws SQLException {
        database.execute("alter table register_item enable row level security");
        database.execute("alter table register_item force row level security");
        database.execute("create policy everything on register_item using (true)");
        DataSource clerk = database.newUser().get();
        for (String table : List.of("register_item", "rerun_app", "rerun_register", "rerun_contract", "seen")) {
            database.execute("grant select, insert, update on " + table + " to public");
        }
        database.execute("grant usage on all sequences in schema public to public");

        insert(JdbcStore.on(clerk), items(MANY));

        assertThat(seen()).containsExactly("register_item inserted " + MANY);
    }

    @Test
    void aTableWithRulesIsNotCopiedInto() throws SQLException {
        database.execute("create table journal (unique_key text)");
        database.execute("create rule journal as on insert to register_item do also"
                + " insert into journal values (new.unique_key)");

        insert(store(), items(MANY));

        assertThat(seen()).containsExactly("register_item inserted " + MANY);
    }

    @Test
    void aViewInPlaceOfATableIsNotCopiedInto() throws SQLException {
        database.execute("alter table register_item rename to item_with_more");
        database.execute("create view register_item as select * from item_with_more");

        insert(store(), items(MANY));

        assertThat(seen()).containsExactly("item_with_more inserted " + MANY);
    }

    @Test
    void connectionsThatDoNotShowTheDriversAreInsertedThrough() throws SQLException {
        DataSource hiding = hiding(DataSource.class, database.source());

        insert(JdbcStore.on(hiding), items(MANY));

        assertThat(seen()).containsExactly("register_item inserted " + MANY);
    }

    private static <T> T hiding(Class<T> type, T real) {
        return type.cast(Proxy.newProxyInstance(
                PostgresCopyTest.class.getClassLoader(), new Class<?>[] {type}, (proxy, method, arguments) -> {
                    if (method.getName().equals("isWrapperFor")) {
                        return false;
                    }
                    Object result = call(method, real, arguments);
                    return result instanceof Connection connection ? hiding(Connection.class, connection) : result;
                }));
    }

    private static @Nullable Object call(Method method, Object target, Object @Nullable [] arguments) throws Throwable {
        try {
            return method.invoke(target, arguments);
        } catch (InvocationTargetException e) {
            throw e.getCause() == null ? e : e.getCause();
        }
    }
}
