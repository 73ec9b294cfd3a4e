package dev.rerun.api;

import java.util.Map;

/**
 * One version of an agreement: which logic calculates it, and the terms that this logic reads.
 *
 * @param id name and version
 * @param logic the name of the plug-in that calculates it
 * @param terms the version's own figures, such as rates, by name; copied
 */
public record Contract(ContractId id, String logic, Map<String, String> terms) {
    /** Checks and copies; a violation is an {@link IllegalArgumentException} or a null pointer exception. */
    public Contract {
        if (id == null) {
            throw new IllegalArgumentException("contract id is missing; give name and version");
        }
        Require.text(logic, "logic of contract ", id);
        terms = Map.copyOf(terms);
    }

    /**
     * Names a version without terms.
     *
     * @param name the contract's name
     * @param version the version's name
     * @param logic the name of the plug-in that calculates it
     * @return the contract
     */
    public static Contract of(String name, String version, String logic) {
        return new Contract(new ContractId(name, version), logic, Map.of());
    }

    /**
     * Reads one term.
     *
     * @param name the term's name
     * @return its value
     * @throws IllegalArgumentException if this version has no such term
     */
    public String term(String name) {
        String value = terms.get(name);
        if (value == null) {
            throw new IllegalArgumentException(
                    "contract " + id + " has no term '" + name + "'; it has " + terms.keySet());
        }
        return value;
    }
}
