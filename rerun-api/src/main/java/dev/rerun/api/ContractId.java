package dev.rerun.api;

/**
 * The name of one version of a contract, as it stands on items and outcomes.
 *
 * @param name the contract's name, the same for all its versions
 * @param version the version's name, for example {@code v2}
 */
public record ContractId(String name, String version) {
    /** Checks both components; a violation is an {@link IllegalArgumentException} that names it. */
    public ContractId {
        Require.text(name, "contract name");
        Require.text(version, "version of contract ", name);
    }

    /** The name and the version, with a space between them. */
    @Override
    public String toString() {
        return name + " " + version;
    }
}
