package dev.rerun.core;

import dev.rerun.core.spi.ContractLogic;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.TreeMap;

/** The plug-ins of an engine by name. */
final class LogicCatalog {
    private final Map<String, ContractLogic> byName;

    private LogicCatalog(Map<String, ContractLogic> byName) {
        this.byName = byName;
    }

    static LogicCatalog of(List<ContractLogic> plugIns) {
        Map<String, ContractLogic> byName = new TreeMap<>();
        for (ContractLogic logic : plugIns) {
            String name = logic.name();
            if (name == null || name.isBlank()) {
                throw new IllegalStateException(
                        "contract logic " + logic.getClass().getName() + " has no name; let name() return one");
            }
            ContractLogic other = byName.putIfAbsent(name, logic);
            if (other != null) {
                throw new IllegalStateException("contract logic '" + name + "' exists twice: "
                        + other.getClass().getName() + " and "
                        + logic.getClass().getName() + "; rename one");
            }
        }
        return new LogicCatalog(byName);
    }

    static LogicCatalog discovered() {
        List<ContractLogic> found = new ArrayList<>();
        ServiceLoader.load(ContractLogic.class).forEach(found::add);
        if (found.isEmpty()) {
            ServiceLoader.load(ContractLogic.class, LogicCatalog.class.getClassLoader())
                    .forEach(found::add);
        }
        if (found.isEmpty()) {
            throw new IllegalStateException(
                    "no contract logic is known; give one with logic(...), or put a plug-in that" + " provides "
                            + ContractLogic.class.getName() + " on the class path or module path");
        }
        return of(found);
    }

    ContractLogic named(String name) {
        ContractLogic logic = byName.get(name);
        if (logic == null) {
            throw new IllegalArgumentException(
                    "no contract logic '" + name + "' is known; known are " + byName.keySet());
        }
        return logic;
    }
}
