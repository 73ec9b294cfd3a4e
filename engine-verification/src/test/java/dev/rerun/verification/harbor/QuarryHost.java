package dev.rerun.verification.harbor;

import dev.rerun.api.ActivityEntry;
import dev.rerun.api.Contract;
import dev.rerun.core.spi.ContractLogic;
import dev.rerun.core.spi.ItemDraft;
import dev.rerun.core.spi.LogicContext;
import dev.rerun.core.spi.LogicResult;
import dev.rerun.jdbc.EntryMapping;
import dev.rerun.jdbc.ItemMapping;
import dev.rerun.jdbc.TableMapping;
import dev.rerun.verification.engine.HostStatements;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.stream.LongStream;

/**
 * A quarry that charges for loads: numbers that the database alone gives, a column that it calculates, and slips that are
 * unique beside the key.
 */
final class QuarryHost {
    static final String APP = "quarry";
    static final Instant START = Instant.parse("2026-05-01T00:00:00Z");

    private static final List<String> TABLES = List.of(
            """
            create table cart_load (
                id bigint not null primary key,
                cart varchar(20) not null,
                weighed timestamp(6) not null,
                tons varchar(20) not null,
                recalc bigint,
                note varchar(2000)
            )
            """,
            "create index cart_load_weighed on cart_load (weighed)",
            """
            create table charge (
                no bigint IDENTITY primary key,
                ref varchar(80) not null unique,
                cart varchar(20) not null,
                weighed timestamp(6) not null,
                net numeric(12, 2) not null,
                net_by_rule numeric(12, 2),
                gross numeric(14, 4) generated always as (net * 1.19) STORED,
                slip varchar(20) unique,
                load_id bigint
            )
            """,
            "create index charge_weighed on charge (weighed)",
            "create index charge_cart on charge (cart, weighed)");

    static final EntryMapping LOADS = EntryMapping.table("cart_load")
            .id("id")
            .orderingKey("cart")
            .createdAt("weighed")
            .payload("tons")
            .rerunId("recalc")
            .diagnostics("note");

    /** Without the link to entries. */
    static final ItemMapping LOOSE_CHARGES = ItemMapping.table("charge")
            .uniqueKey("ref")
            .orderingKey("cart")
            .time("weighed")
            .amount("net")
            .calculatedAmount("net_by_rule")
            .currencyAlways("EUR")
            .registerAlways("charges");

    static final ItemMapping CHARGES = LOOSE_CHARGES.entry("load_id");

    final HostStatements sql;

    private QuarryHost(HarborStores.Open database) {
        this.sql = new HostStatements(database.source());
    }

    static QuarryHost on(HarborStores kind, HarborStores.Open database) {
        boolean mariaDb = kind == HarborStores.MARIADB;
        database.execute(TABLES.stream()
                .map(table -> table.replace("IDENTITY", mariaDb ? "auto_increment" : "generated always as identity")
                        .replace(" STORED", kind == HarborStores.H2 ? "" : " stored")
                        .replace("timestamp(6)", mariaDb ? "datetime(6)" : "timestamp(6)"))
                .toList());
        return new QuarryHost(database);
    }

    static TableMapping mapping(ItemMapping charges) {
        return TableMapping.of(LOADS, charges).ofApp(APP);
    }

    /** One load a minute, by two carts; each weighs as many tons as its number. */
    static List<ActivityEntry> loads(int count) {
        return LongStream.rangeClosed(1, count)
                .mapToObj(id -> new ActivityEntry(
                        APP,
                        Long.toString(id),
                        "cart " + id % 2,
                        START.plusSeconds(60 * id),
                        START.plusSeconds(60 * id),
                        Long.toString(id)))
                .toList();
    }

    /** All that the quarry knows of its charges. */
    List<String> charges() {
        return sql.list(
                "select no, ref, net, net_by_rule, gross, slip, load_id from charge order by no",
                row -> String.join(
                        "|",
                        row.getString(1),
                        row.getString(2),
                        row.getString(3),
                        row.getString(4),
                        row.getString(5),
                        row.getString(6),
                        row.getString(7)));
    }

    /** What each load shows of its newest processing. */
    List<String> notes() {
        return sql.list(
                "select id, recalc, note from cart_load order by id",
                row -> row.getString(1) + "|" + row.getString(2) + "|" + row.getString(3));
    }

    /** So much for each ton; nothing at all for a load that the price list forbids. */
    static final class TonLogic implements ContractLogic {
        static final String NAME = "tons";

        @Override
        public String name() {
            return NAME;
        }

        @Override
        public LogicResult apply(Contract contract, ActivityEntry entry, LogicContext context) {
            if (entry.id().equals(contract.terms().get("forbidden"))) {
                throw new IllegalStateException("no price for load " + entry.id());
            }
            BigDecimal amount = new BigDecimal(contract.terms().get("price")).multiply(new BigDecimal(entry.payload()));
            return LogicResult.of(
                    "charged", ItemDraft.of("charges", "L" + entry.id(), entry.createdAt(), amount, "EUR"));
        }
    }
}
