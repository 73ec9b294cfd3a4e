package dev.rerun.reliability.harbour;

import dev.rerun.api.ActivityEntry;
import dev.rerun.api.Actor;
import dev.rerun.api.Contract;
import dev.rerun.api.ContractId;
import dev.rerun.api.RegisterItem;
import dev.rerun.api.RerunAction;
import dev.rerun.api.RerunOptions;
import dev.rerun.api.RerunRequest;
import dev.rerun.core.InProcessStream;
import dev.rerun.core.RerunEngines;
import dev.rerun.core.eligibility.Selection;
import dev.rerun.core.spi.ContractLogic;
import dev.rerun.core.spi.NewRun;
import dev.rerun.jdbc.JdbcStore;
import dev.rerun.reliability.harbour.Harbour.Prices;
import java.math.BigDecimal;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import javax.sql.DataSource;

/** The harbour's own program: its engines, its requests, its entries and what it writes by hand. */
public final class Host {
    /** A run that was recorded and then left alone. */
    public static final long UNPREPARED = 100_000;

    private static final int LANES = 2;

    private Host() {}

    /** An engine without workers, with small batches and few lanes. */
    public static RerunEngines.Builder engine(DataSource database, Prices prices, ContractLogic logic) {
        Contract contract = new Contract(
                new ContractId("berth", prices.name()),
                BerthFee.NAME,
                Map.of(
                        BerthFee.RATE,
                        prices.rate.toPlainString(),
                        BerthFee.REFUSED,
                        prices.fails(Harbour.FAILING) ? Integer.toString(Harbour.FAILING) : ""));
        String without = Integer.toString(Harbour.WITHOUT_CONTRACT);
        return RerunEngines.builder().app(Harbour.APP).store(JdbcStore.on(database)).stream(
                        new InProcessStream(Duration.ofMillis(10)))
                .contracts(entry -> entry.id().equals(without) ? Optional.empty() : Optional.of(contract))
                .logic(logic)
                .clock(Clock.fixed(Harbour.NOW, ZoneOffset.UTC))
                .retention(Harbour.RETENTION)
                .lanes(LANES)
                .batchSize(3)
                .workers(0);
    }

    /** Everything after the cutoff; whoever repeats the request means the same run. */
    public static RerunRequest request() {
        return RerunRequest.after(Harbour.CUTOFF).once("new prices").with(RerunOptions.DEFAULT.holdingFailedKeys());
    }

    /** The same, but some entries first. */
    public static RerunRequest firstOnly() {
        return RerunRequest.after(Harbour.CUTOFF)
                .with(RerunOptions.DEFAULT.holdingFailedKeys().firstOnly(Harbour.FIRST_ENTRIES));
    }

    public static List<ActivityEntry> entries() {
        return IntStream.rangeClosed(1, Harbour.ENTRIES)
                .mapToObj(id -> {
                    Instant day = Harbour.halfDay(2 * id);
                    return new ActivityEntry(
                            Harbour.APP,
                            Integer.toString(id),
                            Harbour.ship(id),
                            day,
                            day,
                            Integer.toString(Harbour.units(id)));
                })
                .toList();
    }

    /** What a process leaves that died a minute ago between a run's record and its prepare. */
    public static void recordAndDie(DataSource database) {
        JdbcStore.on(database).transaction(tx -> {
            long epoch = tx.runs().closeEpoch(Harbour.APP);
            Selection selection = new Selection(
                    Harbour.APP, Harbour.CUTOFF, null, Harbour.NOW.minus(Harbour.RETENTION), false, epoch);
            tx.runs().insert(new NewRun(UNPREPARED, request().ofApp(Harbour.APP), selection, Harbour.RETENTION, LANES));
            tx.runs().record(UNPREPARED, RerunAction.START, Actor.HOST);
            return true;
        });
        Rows.update(database, "update rerun set created_at = created_at - interval '1' minute");
    }

    /** A line that a person writes, and one that goes on an invoice. */
    public static void writeAndInvoice(DataSource database) {
        RegisterItem written = new RegisterItem(
                Harbour.REGISTER,
                Harbour.HAND_WRITTEN,
                Harbour.HAND_WRITTEN_SHIP,
                Harbour.halfDay(Harbour.HAND_WRITTEN_HALF_DAY),
                Harbour.HAND_WRITTEN_AMOUNT,
                "EUR",
                BigDecimal.valueOf(Harbour.HAND_WRITTEN_UNITS),
                null,
                null,
                true,
                null,
                null,
                null,
                null);
        JdbcStore.on(database).transaction(tx -> {
            tx.items().insert(Harbour.APP, List.of(written));
            return true;
        });
        Rows.update(
                database,
                "update register_item set invoice_id = '" + Harbour.INVOICE + "' where unique_key = '"
                        + Harbour.INVOICED + ":fee'");
    }
}
