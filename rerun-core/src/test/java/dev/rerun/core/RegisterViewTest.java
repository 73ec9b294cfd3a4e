package dev.rerun.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.rerun.api.ActivityEntry;
import dev.rerun.api.ContractId;
import dev.rerun.api.RegisterItem;
import dev.rerun.core.spi.ItemKey;
import dev.rerun.core.spi.Items;
import dev.rerun.core.spi.PlacedItem;
import dev.rerun.core.spi.Position;
import dev.rerun.core.spi.StoreException;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What logic sees of the register: what the store holds, and what its own batch is about to write. */
class RegisterViewTest {
    private static final Instant NOON = Sighted.NOON;
    private static final Instant HORIZON = day(10);

    private final List<PlacedItem> stored = new ArrayList<>();
    private final List<String> ranges = new ArrayList<>();
    private final List<String> looks = new ArrayList<>();
    private @Nullable StoreException failure;

    private final RegisterView view = new RegisterView(
            new Items() {
                @Override
                public Map<ItemKey, PlacedItem> find(String app, Set<ItemKey> keys) {
                    keys.forEach(key -> looks.add(key.uniqueKey()));
                    failIfAsked();
                    Map<ItemKey, PlacedItem> found = new HashMap<>();
                    stored.stream()
                            .filter(one -> keys.contains(ItemKey.of(one.item())))
                            .forEach(one -> found.put(ItemKey.of(one.item()), one));
                    return found;
                }

                @Override
                public List<PlacedItem> range(
                        String app, Collection<String> orderingKeys, Instant from, Instant until) {
                    ranges.add(orderingKeys + " " + from + " " + until);
                    failIfAsked();
                    return stored.stream()
                            .filter(one -> orderingKeys.contains(one.item().orderingKey()))
                            .filter(one -> !one.item().time().isBefore(from)
                                    && one.item().time().isBefore(until))
                            .toList();
                }

                @Override
                public void insert(String app, List<RegisterItem> items) {
                    throw new AssertionError("a view writes nothing");
                }
            },
            "billing",
            HORIZON);

    private void failIfAsked() {
        if (failure != null) {
            throw failure;
        }
    }

    private static Instant day(int day) {
        return NOON.plus(Duration.ofDays(day));
    }

    private static PlacedItem item(String key, String orderingKey, Instant time, @Nullable Position position) {
        RegisterItem item = new RegisterItem(
                "Fees",
                key,
                orderingKey,
                time,
                BigDecimal.ONE,
                "EUR",
                BigDecimal.ONE,
                null,
                null,
                false,
                position == null ? null : position.entryId(),
                new ContractId("fee", "v1"),
                null,
                null);
        return new PlacedItem(item, position);
    }

    /** An item of an earlier entry than those that look. */
    private static PlacedItem early(String key, String orderingKey, Instant time) {
        return item(key, orderingKey, time, new Position(day(0), "1"));
    }

    private RegisterView.Context at(int day) {
        ActivityEntry entry = new ActivityEntry("billing", "9", "k", day(day), day(day), "");
        return view.at(entry, null, new LogicTurn(entry, Duration.ofHours(1)));
    }

    private List<String> seen(RegisterView.Context context, Instant from, Instant until) {
        return context.items("k", from, until).stream()
                .map(RegisterItem::uniqueKey)
                .toList();
    }

    @Test
    void itemsOfTheBatchAreSeenWhereverInTimeTheyAre() {
        view.readAhead(List.of("k"), day(1));
        view.write(early("long ago", "k", day(-40)));
        view.write(early("now", "k", day(5)));
        view.write(early("in a while", "k", day(40)));
        view.write(early("another's", "other", day(-40)));

        assertThat(seen(at(9), day(2), day(8))).containsExactly("now");
        assertThat(seen(at(9), day(-50), day(8))).containsExactly("long ago", "now");
        assertThat(seen(at(9), day(-50), day(50))).containsExactly("long ago", "now", "in a while");
        assertThat(seen(at(9), day(-39), day(40))).containsExactly("now");
    }

    @Test
    void eachStretchOfTimeIsReadOnce() {
        stored.add(early("1", "k", day(3)));
        view.readAhead(List.of("k"), day(1));
        seen(at(9), day(1), HORIZON);
        assertThat(ranges).containsExactly("[k] " + day(1) + " " + HORIZON);

        assertThat(seen(at(9), day(-1), day(12))).containsExactly("1");
        seen(at(9), day(-1), day(12));
        assertThat(ranges)
                .containsExactly(
                        "[k] " + day(1) + " " + HORIZON,
                        "[k] " + day(-1) + " " + day(1),
                        "[k] " + HORIZON + " " + day(12));
    }

    @Test
    void whatIsReadForOneEntryReachesAsFarAsTheBatch() {
        stored.add(early("1", "k", day(3)));
        stored.add(early("2", "k", day(9)));

        assertThat(seen(at(9), day(1), day(4))).containsExactly("1");
        assertThat(seen(at(9), day(1), HORIZON)).containsExactly("1", "2");
        assertThat(ranges).containsExactly("[k] " + day(1) + " " + HORIZON);
    }

    @Test
    void anItemIsLookedUpOnceAndThatItIsNotThereToo() {
        stored.add(early("1", "k", day(3)));
        for (int i = 0; i < 2; i++) {
            assertThat(at(9).item("Fees", "1")).isPresent();
            assertThat(at(9).item("Fees", "2")).isEmpty();
        }
        assertThat(looks).containsExactly("1", "2");
    }

    @Test
    void anItemOfTheBatchIsFoundWithoutTheStore() {
        view.write(early("1", "k", day(3)));

        assertThat(at(9).item("Fees", "1")).isPresent();
        assertThat(looks).isEmpty();
    }

    @Test
    void anItemWithoutEntryIsSeenFromItsTimeOn() {
        stored.add(item("by hand", "k", day(5), null));

        assertThat(at(4).item("Fees", "by hand")).isEmpty();
        assertThat(at(5).item("Fees", "by hand")).isPresent();
        assertThat(seen(at(4), day(1), day(9))).isEmpty();
        assertThat(seen(at(5), day(1), day(9))).containsExactly("by hand");
    }

    @Test
    void itemsOfOneEntryAreRememberedOnceEach() {
        PlacedItem one = early("1", "k", day(3));
        view.remember(one);
        view.remember(one);
        view.remember(early("2", "k", day(4)));
        view.remember(item("by hand", "k", day(5), null));

        assertThat(view.rememberedOf("1"))
                .extracting(placed -> placed.item().uniqueKey())
                .containsExactly("1", "2");
        assertThat(view.rememberedOf("7")).isEmpty();
        assertThat(view.remembered(ItemKey.of(one.item()))).isEqualTo(one);
        assertThat(view.remembered(new ItemKey("Fees", "3"))).isNull();
    }

    @Test
    void anEmptyStretchOfTimeIsNotAskedFor() {
        assertThat(seen(at(9), day(3), day(3))).isEmpty();
        assertThat(seen(at(9), day(4), day(3))).isEmpty();
        assertThat(ranges).isEmpty();
    }

    @Test
    void allOfTimeCanBeAskedFor() {
        stored.add(early("1", "k", day(3)));

        assertThat(seen(at(9), Instant.MIN, Instant.MAX)).containsExactly("1");
        assertThat(ranges).containsExactly("[k] 0001-01-01T00:00:00Z +10000-01-01T00:00:00Z");
    }

    @Test
    void theStoresFirstFailureIsNotForgotten() {
        StoreException first = new StoreException("the disk is full", null);
        failure = first;
        assertThatExceptionOfType(StoreException.class).isThrownBy(() -> at(9).item("Fees", "1"));
        failure = new StoreException("the transaction is over", null);
        assertThatExceptionOfType(StoreException.class).isThrownBy(() -> seen(at(9), day(1), day(2)));

        assertThatExceptionOfType(StoreException.class)
                .isThrownBy(view::rethrowStoreFailure)
                .isSameAs(first);
    }

    @Test
    void aContextIsOfItsCallAndItsThreadAlone() {
        RegisterView.Context context = at(9);
        assertThatExceptionOfType(ExecutionException.class)
                .isThrownBy(() -> CompletableFuture.supplyAsync(() -> context.item("Fees", "1"))
                        .get())
                .withMessageContaining("on the thread of that call");
        context.end();

        assertThatIllegalStateException().isThrownBy(() -> context.item("Fees", "1"));
        assertThatIllegalStateException().isThrownBy(() -> seen(context, day(1), day(2)));
    }
}
