package dev.rerun.verification.engine;

import dev.rerun.api.ActivityEntry;
import dev.rerun.api.Contract;
import dev.rerun.api.ContractId;
import dev.rerun.api.RegisterItem;
import dev.rerun.core.spi.ContractResolver;
import dev.rerun.core.spi.ItemKey;
import dev.rerun.testkit.HostTables;
import dev.rerun.verification.engine.NaiveBilling.Event;
import dev.rerun.verification.engine.NaiveBilling.Line;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Some events of a few keys, at random, and what a house does with its register meanwhile. */
final class RandomWorld {
    private static final String APP = EngineFixture.APP;
    private static final Instant NOW = EngineFixture.NOW;
    private static final Instant BEGIN = NOW.minus(Duration.ofDays(60));

    final Random random;
    final NaiveBilling naive;
    final ChangingPrice price;

    private RandomWorld(Random random, List<Event> events) {
        this.random = random;
        this.naive = new NaiveBilling(events);
        this.price = new ChangingPrice(events);
    }

    static RandomWorld of(long seed) {
        Random random = new Random(seed);
        List<Event> events = new ArrayList<>();
        int count = 20 + random.nextInt(180);
        for (int id = 1; id <= count; id++) {
            int units = random.nextInt(10) == 0 ? -1 : 1 + random.nextInt(4);
            events.add(new Event(id, "k" + random.nextInt(6), instant(random), units, random.nextInt(15) != 0));
        }
        return new RandomWorld(random, events);
    }

    List<ActivityEntry> entries() {
        return naive.events.stream().map(RandomWorld::entry).toList();
    }

    Instant instant() {
        return instant(random);
    }

    /** Instants of a coarse grid, so that many fall together and on the bounds. */
    private static Instant instant(Random random) {
        return BEGIN.plus(Duration.ofHours(12L * random.nextInt(120)));
    }

    void changePrice() {
        price.rate = new BigDecimal(random.nextInt(1, 1000)).movePointLeft(2);
    }

    /** People make, invoice and edit items. */
    void hostDoings(HostTables host) {
        if (random.nextBoolean()) {
            String key = "ui:" + random.nextInt(1000);
            Instant time = instant();
            if (!naive.register.containsKey(key)) {
                host.addItem(APP, uiItem(key, time));
                naive.register.put(key, new Line(key, null, time, new BigDecimal("25"), 3, null));
            }
        }
        for (Line line : naive.register.values()) {
            ItemKey key = new ItemKey(ScriptedLogic.REGISTER, line.uniqueKey);
            if (!line.ui && random.nextInt(8) == 0) {
                host.invoice(APP, "INV", key);
                line.invoiced = true;
            }
            if (!line.ui && random.nextInt(15) == 0) {
                line.amount = new BigDecimal("99.99");
                host.editAmount(APP, key, line.amount);
            }
        }
    }

    static List<String> lines(HostTables host) {
        return host.items(APP).stream().map(NaiveBilling::line).toList();
    }

    private static RegisterItem uiItem(String uniqueKey, Instant time) {
        return new RegisterItem(
                ScriptedLogic.REGISTER,
                uniqueKey,
                "k0",
                time,
                new BigDecimal("25"),
                "EUR",
                new BigDecimal("3"),
                null,
                null,
                true,
                null,
                null,
                null,
                null);
    }

    private static ActivityEntry entry(Event event) {
        return new ActivityEntry(
                APP,
                Integer.toString(event.id()),
                event.key(),
                event.time(),
                event.time(),
                Integer.toString(event.units()));
    }

    /** One price for all that have a contract at all; the price changes before each rerun. */
    static final class ChangingPrice implements ContractResolver {
        private final Map<String, Boolean> hasContract;
        volatile BigDecimal rate = new BigDecimal("0.25");

        private ChangingPrice(List<Event> events) {
            hasContract = events.stream()
                    .collect(Collectors.toMap(event -> Integer.toString(event.id()), Event::hasContract));
        }

        @Override
        public Optional<Contract> resolve(ActivityEntry entry) {
            @Nullable Boolean has = hasContract.get(entry.id());
            return has == null || !has
                    ? Optional.empty()
                    : Optional.of(new Contract(
                            new ContractId("fee", "at " + rate),
                            ScriptedLogic.NAME,
                            Map.of("rate", rate.toPlainString())));
        }
    }
}
