package dev.rerun.jdbc;

import dev.rerun.api.ContractId;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The names that one store remembers. */
final class Names {
    /** A register's name in its app. */
    record Register(int app, String name) {}

    private final NameTable<String> apps = new NameTable<>(
            "insert into rerun_app (name) values (?)",
            "name",
            "select id from rerun_app where name = ?",
            "select name from rerun_app where id = ?",
            Parameters::text,
            Row::text);
    private final NameTable<Register> registers = new NameTable<>(
            "insert into rerun_register (app_id, name) values (?, ?)",
            "app_id, name",
            "select id from rerun_register where app_id = ? and name = ?",
            "select app_id, name from rerun_register where id = ?",
            (parameters, register) -> parameters.integer(register.app()).text(register.name()),
            row -> new Register(row.integer(), row.text()));
    private final NameTable<ContractId> contracts = new NameTable<>(
            "insert into rerun_contract (name, version) values (?, ?)",
            "name, version",
            "select id from rerun_contract where name = ? and version = ?",
            "select name, version from rerun_contract where id = ?",
            (parameters, contract) -> parameters.text(contract.name()).text(contract.version()),
            row -> new ContractId(row.text(), row.text()));

    View in(Session session) {
        return new View(apps.in(session), registers.in(session), contracts.in(session));
    }

    /** The names as one transaction sees them. */
    record View(NameTable<String>.View apps, NameTable<Register>.View registers, NameTable<ContractId>.View contracts) {
        /** Makes the registers of rows known, in one order for everyone, so that no two transactions wait for each other's. */
        <E> void obtainRegisters(int app, List<E> rows, Function<E, String> name) {
            distinct(rows, name, Comparator.naturalOrder())
                    .forEach(register -> registers.obtain(new Register(app, register)));
        }

        /** Makes the contracts of rows known, in one order as well; nulls are passed over. */
        <E> void obtainContracts(List<E> rows, Function<E, @Nullable ContractId> contract) {
            distinct(rows, contract, Comparator.comparing(ContractId::name).thenComparing(ContractId::version))
                    .forEach(contracts::obtain);
        }

        /** Mostly a row has the very name of the one before. */
        private static <E, K> Set<K> distinct(List<E> rows, Function<E, @Nullable K> name, Comparator<K> order) {
            Set<K> names = new TreeSet<>(order);
            K last = null;
            for (E row : rows) {
                K next = name.apply(row);
                if (next != null && next != last) {
                    names.add(next);
                }
                last = next;
            }
            return names;
        }

        /** Lets later transactions know what this one, now committed, saw. */
        void publish() {
            apps.publish();
            registers.publish();
            contracts.publish();
        }
    }
}
