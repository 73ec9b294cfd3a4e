package dev.rerun.testkit;

import static dev.rerun.testkit.Stage.APP;
import static dev.rerun.testkit.Stage.MICRO;
import static dev.rerun.testkit.Stage.NOON;
import static dev.rerun.testkit.Stage.entry;
import static dev.rerun.testkit.StagedItems.byHand;
import static dev.rerun.testkit.StagedItems.item;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rerun.api.ActivityEntry;
import dev.rerun.api.ContractId;
import dev.rerun.api.RegisterItem;
import dev.rerun.core.spi.ItemKey;
import dev.rerun.core.spi.PlacedItem;
import dev.rerun.core.spi.Position;
import dev.rerun.core.spi.RejectedDataException;
import dev.rerun.core.spi.StoreLimits;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/**
 * Tests of {@link dev.rerun.core.spi.Items}, which promises:
 *
 * <ul>
 *   <li><b>I1</b> Items are found by app, register and unique key, as exact texts, and whole.
 *   <li><b>I2</b> An item has its entry's position, and none if it has no entry that is stored.
 *   <li><b>I3</b> A range is of the ordering keys that are asked for, in all registers; it begins at its start and ends
 *       before its end.
 *   <li><b>I4</b> A key that is there is refused, whoever wrote it, and stays as it is.
 *   <li><b>I5</b> What is within the limits is stored; what is beyond them is refused.
 * </ul>
 */
public interface ItemContract extends StoreContract {
    /** I1. */
    @Test
    @DisplayName("I1 items are found by app, register and unique key")
    default void findsByIdentity() {
        Stage stage = Stage.of(this);
        RegisterItem dues = item(null, "quay", "a", NOON);
        RegisterItem pilotage = sized("pilotage", "a", "quay", "EUR", "1");
        RegisterItem other = item(null, "other quay", "a", NOON.plusSeconds(1));
        stage.write(dues, pilotage);
        stage.with(transaction -> transaction.items().insert("other", List.of(other)));
        stage.host.addItem(APP, byHand("hand", NOON));
        assertThat(find(stage, APP, key("dues", "a"), key("pilotage", "a"), key("dues", "b"), key("nowhere", "a")))
                .isEqualTo(Map.of(
                        key("dues", "a"), new PlacedItem(dues, null),
                        key("pilotage", "a"), new PlacedItem(pilotage, null)));
        assertThat(find(stage, "other", key("dues", "a"), key("pilotage", "a")))
                .isEqualTo(Map.of(key("dues", "a"), new PlacedItem(other, null)));
        assertThat(find(stage, APP, key("dues", "hand"))).hasSize(1);
        assertThat(find(stage, "nowhere", key("dues", "a"))).isEmpty();
        assertThat(find(stage, APP)).isEmpty();
    }

    /** I1. */
    @Test
    @DisplayName("I1 keys that differ in case, in an accent or in a blank at the end are different")
    default void tellsSimilarKeysApart() {
        Stage stage = Stage.of(this);
        List<String> similar =
                List.of("strasse", "Strasse", "straße", "strasse ", " strasse", "strässe", "stra\u0308sse");
        for (String key : similar) {
            stage.write(item(null, key, key, NOON));
        }
        ItemKey[] keys = similar.stream().map(key -> key("dues", key)).toArray(ItemKey[]::new);
        assertThat(find(stage, APP, keys)).hasSize(similar.size());
        for (String key : similar) {
            assertThat(find(stage, APP, key("dues", key)))
                    .isEqualTo(Map.of(key("dues", key), new PlacedItem(item(null, key, key, NOON), null)));
            assertThat(range(stage, List.of(key), NOON, NOON.plusSeconds(1))).containsExactly(key);
        }
    }

    /** I1. */
    @Test
    @DisplayName("I1 thousands of items can be written and found at once")
    default void findsManyItems() {
        Stage stage = Stage.of(this);
        List<RegisterItem> items = IntStream.range(0, 3000)
                .mapToObj(i -> item(null, "ship " + i % 9, "item " + i, NOON.plusSeconds(i)))
                .toList();
        stage.with(transaction -> transaction.items().insert(APP, items));
        Set<ItemKey> keys = items.stream().map(ItemKey::of).collect(Collectors.toSet());
        assertThat(find(stage, APP, keys.toArray(ItemKey[]::new))).containsOnlyKeys(keys);
    }

    /** I2. */
    @Test
    @DisplayName("I2 an item has its entry's position, and none if its entry is not stored")
    default void placesItems() {
        Stage stage = Stage.of(this);
        ActivityEntry entry = entry(7, NOON.plus(MICRO));
        ActivityEntry gone = entry(8, NOON.plusSeconds(8));
        stage.process(entry, gone);
        stage.process(new ActivityEntry("other", "9", "quay", NOON, NOON, ""));
        stage.write(
                item("7", "quay", "placed", NOON.plusSeconds(3)),
                item("8", "quay", "gone", NOON),
                item("9", "quay", "never", NOON),
                item(null, "quay", "none", NOON));
        stage.host.removeEntry(APP, "8");
        Map<ItemKey, PlacedItem> found =
                find(stage, APP, key("dues", "placed"), key("dues", "gone"), key("dues", "never"), key("dues", "none"));
        List<PlacedItem> range =
                stage.in(transaction -> transaction.items().range(APP, List.of("quay"), NOON, NOON.plusSeconds(9)));
        for (Collection<PlacedItem> placed : List.of(found.values(), range)) {
            assertThat(placed).hasSize(4).allSatisfy(item -> assertThat(item.position())
                    .as("position of %s", item.item().uniqueKey())
                    .isEqualTo(item.item().uniqueKey().equals("placed") ? Position.of(entry) : null));
        }
    }

    /** I3. */
    @Test
    @DisplayName("I3 a range begins at its start and ends before its end")
    default void rangesFromUntil() {
        Stage stage = Stage.of(this);
        Instant end = NOON.plusSeconds(60);
        stage.write(
                item(null, "quay", "early", NOON.minus(MICRO)),
                item(null, "quay", "first", NOON),
                item(null, "quay", "last", end.minus(MICRO)),
                item(null, "quay", "end", end));
        assertThat(range(stage, List.of("quay"), NOON, end)).containsExactly("first", "last");
        assertThat(range(stage, List.of("quay"), NOON, NOON)).isEmpty();
        assertThat(range(stage, List.of("quay"), end, NOON)).isEmpty();
    }

    /** I3. */
    @Test
    @DisplayName("I3 a range is of the ordering keys asked for, in all registers of the app, each item once")
    default void rangesOverKeys() {
        Stage stage = Stage.of(this);
        stage.write(
                item(null, "quay", "a", NOON),
                item(null, "pier", "b", NOON),
                item(null, "mole", "c", NOON),
                sized("pilotage", "d", "quay", "EUR", "1"));
        stage.with(transaction -> transaction.items().insert("other", List.of(item(null, "quay", "e", NOON))));
        Instant end = NOON.plusSeconds(1);
        assertThat(range(stage, List.of("quay", "pier", "quay", "nobody"), NOON, end))
                .containsExactly("a", "b", "d");
        assertThat(range(stage, List.of(), NOON, end)).isEmpty();
    }

    /** I3. */
    @Test
    @DisplayName("I3 a range over all of time finds everything of its keys")
    default void rangesOverAllOfTime() {
        Stage stage = Stage.of(this);
        Instant first = Instant.parse("0001-01-01T00:00:00Z");
        Instant last = Instant.parse("9999-12-31T23:59:59.999998Z");
        stage.write(item(null, "quay", "first", first), item(null, "quay", "last", last));
        assertThat(range(stage, List.of("quay"), first, last.plus(MICRO))).containsExactly("first", "last");
    }

    /** I4. */
    @Test
    @DisplayName("I4 a key that is there is refused, whoever wrote it, and stays as it is")
    default void refusesKnownKeys() {
        Stage stage = Stage.of(this);
        stage.write(item(null, "quay", "a", NOON));
        stage.host.addItem(APP, byHand("hand", NOON));
        List<RegisterItem> before = stage.host.items(APP);
        for (String key : List.of("a", "hand")) {
            refuses(stage, item(null, "pier", "new", NOON), item(null, "pier", key, NOON.plusSeconds(1)));
        }
        refuses(stage, item(null, "pier", "twice", NOON), item(null, "pier", "twice", NOON));
        assertThat(stage.host.items(APP)).isEqualTo(before);
    }

    /** I4. */
    @Test
    @DisplayName("I4 a key that a rerun took out of the register can be written again")
    default void writesArchivedKeysAgain() {
        Stage stage = Stage.of(this);
        ActivityEntry entry = entry(1, NOON.plusSeconds(1));
        stage.process(entry);
        stage.write(item(entry, "a"));
        stage.prepare(stage.start(NOON));
        stage.write(item(entry, "a"));
        assertThat(stage.itemKeys()).containsExactly("a");
    }

    /** I5. */
    @Test
    @DisplayName("I5 texts and numbers as long as the limits allow are stored")
    default void storesItemsUpToTheLimits() {
        Stage stage = Stage.of(this);
        StoreLimits limits = stage.store.limits();
        String name = "n".repeat(limits.nameLength());
        RegisterItem longest = new RegisterItem(
                name,
                "k".repeat(limits.keyLength()),
                "o".repeat(limits.keyLength()),
                NOON,
                new BigDecimal("9".repeat(limits.integerDigits()) + "." + "9".repeat(limits.fractionDigits())),
                name,
                BigDecimal.ZERO,
                "r".repeat(limits.keyLength()),
                "d".repeat(limits.textLength()),
                false,
                null,
                new ContractId(name, name),
                null,
                null);
        stage.write(longest);
        assertThat(stage.host.items(APP)).containsExactly(longest);
    }

    /** I5. */
    @Test
    @DisplayName("I5 texts and numbers longer than the limits allow are refused, neither cut nor rounded")
    default void refusesItemsBeyondTheLimits() {
        Stage stage = Stage.of(this);
        StoreLimits limits = stage.store.limits();
        String name = "n".repeat(limits.nameLength() + 1);
        String key = "k".repeat(limits.keyLength() + 1);
        refuses(stage, sized(name, "a", "quay", "EUR", "1"));
        refuses(stage, sized("dues", key, "quay", "EUR", "1"));
        refuses(stage, sized("dues", "a", key, "EUR", "1"));
        refuses(stage, sized("dues", "a", "quay", name, "1"));
        refuses(stage, sized("dues", "a", "quay", "EUR", "1" + "0".repeat(limits.integerDigits())));
        refuses(stage, sized("dues", "a", "quay", "EUR", "0." + "0".repeat(limits.fractionDigits()) + "1"));
        assertThat(stage.host.items(APP)).isEmpty();
    }

    private static void refuses(Stage stage, RegisterItem... items) {
        assertThatThrownBy(() -> stage.write(items)).isInstanceOf(RejectedDataException.class);
    }

    private static ItemKey key(String register, String uniqueKey) {
        return new ItemKey(register, uniqueKey);
    }

    private static Map<ItemKey, PlacedItem> find(Stage stage, String app, ItemKey... keys) {
        return stage.in(transaction -> transaction.items().find(app, Set.of(keys)));
    }

    private static List<String> range(Stage stage, List<String> orderingKeys, Instant from, Instant until) {
        return stage.in(transaction -> transaction.items().range(APP, orderingKeys, from, until)).stream()
                .map(placed -> placed.item().uniqueKey())
                .sorted()
                .toList();
    }

    private static RegisterItem sized(
            String register, String uniqueKey, String orderingKey, String currency, String number) {
        return new RegisterItem(
                register,
                uniqueKey,
                orderingKey,
                NOON,
                new BigDecimal(number),
                currency,
                BigDecimal.ONE,
                null,
                null,
                false,
                null,
                null,
                null,
                null);
    }
}
