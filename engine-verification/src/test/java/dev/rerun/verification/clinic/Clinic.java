package dev.rerun.verification.clinic;

import dev.rerun.jdbc.EntryMapping;
import dev.rerun.jdbc.ItemMapping;
import dev.rerun.jdbc.TableMapping;
import dev.rerun.jdbc.jpa.JpaEntity;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.function.UnaryOperator;

/** How the clinic has the store work on its entities' tables. */
final class Clinic {
    static final String APP = "clinic";
    static final String BOOK = "House calls";
    static final String COIN = "EUR";
    static final String TARIFF = "hours";
    static final ZoneId ZONE = ZoneId.of("Europe/Lisbon");

    private Clinic() {}

    static TableMapping mapping() {
        return mapping(UnaryOperator.identity());
    }

    /** With another mapping of the charge lines. */
    static TableMapping mapping(UnaryOperator<ItemMapping> otherwise) {
        JpaEntity call = JpaEntity.of(HouseCall.class, JpaEntity.UNDERSCORES);
        JpaEntity line = JpaEntity.of(ChargeLine.class, JpaEntity.UNDERSCORES);
        return TableMapping.of(
                        EntryMapping.table(call.table())
                                .id(call.id())
                                .orderingKey(call.column("patient"))
                                .createdAt(call.column("loggedAt"))
                                .occurredAt(call.column("visit.arrived"))
                                .payload(call.column("report"))
                                .diagnostics(call.column("remarks"))
                                .rerunId(call.column("recalculation"))
                                .fill(call.column("edition"), "0"),
                        otherwise.apply(ItemMapping.table(line.table())
                                .fillFromSequence(line.id(), line.sequence())
                                .entry(line.column("call"))
                                .orderingKey(line.column("patient"))
                                .time(line.column("loggedAt"))
                                .register(line.column("book"))
                                .uniqueKey(line.column("mark"))
                                .amount(line.column("price.net"))
                                .currency(line.column("price.coin"))
                                .uiCreated(line.column("typedIn"))
                                .contract(line.column("tariff"), line.column("tariffEdition"))
                                .rerunId(line.column("recalculation"))
                                .invoicedWhen(line.column("state") + " = 'BILLED'")
                                .fill(line.column("state"), "'OPEN'")
                                .fill(line.column("edition"), "0")))
                .ofApp(APP)
                .timesIn(ZONE);
    }

    static LocalDateTime local(Instant time) {
        return LocalDateTime.ofInstant(time, ZONE);
    }

    static Instant instant(LocalDateTime time) {
        return time.atZone(ZONE).toInstant();
    }

    static String markOf(String callNo) {
        return callNo + ":hours";
    }
}
