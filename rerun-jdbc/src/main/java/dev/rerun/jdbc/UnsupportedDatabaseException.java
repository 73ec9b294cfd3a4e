package dev.rerun.jdbc;

import dev.rerun.api.RerunException;

/** The data source leads to a database that this library has no dialect for. */
public final class UnsupportedDatabaseException extends RerunException {
    private static final long serialVersionUID = 1L;

    private final String product;
    private final String version;

    UnsupportedDatabaseException(String product, String version, String supported) {
        super(
                "database " + product + " " + version + " is not supported; supported is " + supported
                        + "; give a data source that leads there",
                null);
        this.product = product;
        this.version = version;
    }

    /**
     * The database's product name, as its driver gives it.
     *
     * @return the name
     */
    public String product() {
        return product;
    }

    /**
     * The database's version.
     *
     * @return major and minor version with a point between them
     */
    public String version() {
        return version;
    }
}
