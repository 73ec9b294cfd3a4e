package dev.rerun.jdbc;

/**
 * Which of a host's tables holds the register items, and what its columns are. Immutable: each method returns a mapping with
 * one thing more.
 *
 * <p>Needed are {@link #uniqueKey}, {@link #orderingKey}, {@link #time}, {@link #amount}, and register and currency, each as
 * a column or as the one that all rows have. What is left out is said once when an engine starts, with what cannot be
 * promised without it. Names, types and SQL are as {@link EntryMapping} says.
 *
 * <p>The table needs a unique index over the unique key, or over it and what it is unique in: the app and the register.
 */
public final class ItemMapping {
    private final TableSketch sketch;

    private ItemMapping(TableSketch sketch) {
        this.sketch = sketch;
    }

    /**
     * Begins a mapping.
     *
     * @param name the table's name; its schema stands before a point, or is the connection's own
     * @return the mapping
     * @throws IllegalArgumentException if it is blank
     */
    public static ItemMapping table(String name) {
        return new ItemMapping(TableSketch.of(name));
    }

    /**
     * The unique key of an item in its register: a text, a whole number or a UUID.
     *
     * @param column the column
     * @return the mapping with it
     */
    public ItemMapping uniqueKey(String column) {
        return with(Role.UNIQUE_KEY, column);
    }

    /**
     * Whose sequence an item belongs to: a text, a whole number or a UUID.
     *
     * @param column the column
     * @return the mapping with it
     */
    public ItemMapping orderingKey(String column) {
        return with(Role.ORDERING_KEY, column);
    }

    /**
     * What an item is dated; decides whether it lies in the window.
     *
     * @param column the column, a time with zone or one without, see {@link TableMapping#timesIn}
     * @return the mapping with it
     */
    public ItemMapping time(String column) {
        return with(Role.TIME, column);
    }

    /**
     * The amount. One with more digits after the point than the column keeps fails its entry; nothing is rounded.
     *
     * @param column the column, an exact number
     * @return the mapping with it
     */
    public ItemMapping amount(String column) {
        return with(Role.AMOUNT, column);
    }

    /**
     * Where the store notes the amount that logic wrote, so that a later edit of the amount is recognised when a run deletes
     * the item. Where it is left out, no run lists the edits that were lost.
     *
     * @param column the column, an exact number with as many digits as the amount's, that may be null
     * @return the mapping with it
     */
    public ItemMapping calculatedAmount(String column) {
        return with(Role.CALCULATED_AMOUNT, column);
    }

    /**
     * The amount's currency.
     *
     * @param column the column, a text
     * @return the mapping with it
     */
    public ItemMapping currency(String column) {
        return with(Role.CURRENCY, column);
    }

    /**
     * The currency of all items; one in another fails its entry.
     *
     * @param currency the currency
     * @return the mapping with it
     */
    public ItemMapping currencyAlways(String currency) {
        return new ItemMapping(sketch.always(Role.CURRENCY, currency));
    }

    /**
     * The register of an item.
     *
     * @param column the column, a text
     * @return the mapping with it
     */
    public ItemMapping register(String column) {
        return with(Role.REGISTER, column);
    }

    /**
     * The register of all items; one for another fails its entry.
     *
     * @param register the register
     * @return the mapping with it
     */
    public ItemMapping registerAlways(String register) {
        return new ItemMapping(sketch.always(Role.REGISTER, register));
    }

    /**
     * The app of an item. Where it is left out, {@link TableMapping#ofApp} names the one that all rows are of.
     *
     * @param column the column, a text
     * @return the mapping with it
     */
    public ItemMapping app(String column) {
        return with(Role.APP, column);
    }

    /**
     * The quantity that the amount is for. Where it is left out, it is not kept, and read as one.
     *
     * @param column the column, an exact number
     * @return the mapping with it
     */
    public ItemMapping units(String column) {
        return with(Role.UNITS, column);
    }

    /**
     * The unique key of the item that an item refers to. Where it is left out, an item that refers to one fails its entry.
     *
     * @param column the column, a text that may be null
     * @return the mapping with it
     */
    public ItemMapping refersTo(String column) {
        return with(Role.REFERS_TO, column);
    }

    /**
     * Whatever an item's maker wants to read back. Where it is left out, an item that has some fails its entry.
     *
     * @param column the column, a text or JSON, that may be null
     * @return the mapping with it
     */
    public ItemMapping detail(String column) {
        return with(Role.DETAIL, column);
    }

    /**
     * The contract version that made an item. Where it is left out, items do not tell, and no rule can keep a contract's.
     *
     * @param name the column of its name, a text that may be null
     * @param version the column of its version, a text that may be null
     * @return the mapping with it
     */
    public ItemMapping contract(String name, String version) {
        return new ItemMapping(sketch.column(Role.CONTRACT, name).column(Role.CONTRACT_VERSION, version));
    }

    /**
     * The rerun that made an item. Where it is left out, items do not tell, and two entries of a run that want the same key
     * are not told from an entry whose item stays.
     *
     * @param column the column, a whole number of 64 bits or a text, that may be null
     * @return the mapping with it
     */
    public ItemMapping rerunId(String column) {
        return with(Role.RERUN_ID, column);
    }

    /**
     * The link to the entry, where it stands in the item. Where neither this nor {@link EntryMapping#item} is mapped,
     * nothing links them, and an item's own time stands in for its entry's.
     *
     * @param column the column, of the same kind as the entry's ID, that may be null
     * @return the mapping with it
     */
    public ItemMapping entry(String column) {
        return with(Role.ENTRY, column);
    }

    /**
     * What an entry's {@link EntryMapping#item pointer} holds.
     *
     * @param column the column of the item, of the same kind as the pointer
     * @return the mapping with it
     */
    public ItemMapping pointedAt(String column) {
        return with(Role.ITEM, column);
    }

    /**
     * The invoice of an item, which stands on one if the column is not null.
     *
     * @param column the column, null for an item that is on no invoice
     * @return the mapping with it
     */
    public ItemMapping invoice(String column) {
        return with(Role.INVOICE, column);
    }

    /**
     * Tells which items stand on an invoice.
     *
     * @param condition SQL over columns of the table, true for such an item
     * @return the mapping with it
     */
    public ItemMapping invoicedWhen(String condition) {
        return new ItemMapping(sketch.when(Role.INVOICE, condition));
    }

    /**
     * The flag of items that were created in the UI.
     *
     * @param column the column, a flag
     * @return the mapping with it
     */
    public ItemMapping uiCreated(String column) {
        return with(Role.UI_CREATED, column);
    }

    /**
     * Tells which items were created in the UI. It must be false for what the engine writes; {@link #fill} can see to that.
     *
     * @param condition SQL over columns of the table, true for such an item
     * @return the mapping with it
     */
    public ItemMapping uiCreatedWhen(String condition) {
        return new ItemMapping(sketch.when(Role.UI_CREATED, condition));
    }

    /**
     * Narrows the table: rows for which the condition does not hold are no items. It must hold for what the engine writes;
     * {@link #fill} can see to that.
     *
     * @param condition SQL over columns of the table
     * @return the mapping with it; several conditions must all hold
     */
    public ItemMapping only(String condition) {
        return new ItemMapping(sketch.only(condition));
    }

    /**
     * Fills a column that the engine does not know when it writes an item.
     *
     * @param column the column
     * @param sql what yields its value, for example {@code 'rerun'} or {@code gen_random_uuid()}
     * @return the mapping with it
     */
    public ItemMapping fill(String column, String sql) {
        return new ItemMapping(sketch.fill(column, sql));
    }

    /**
     * Fills a column from a sequence of the database when the engine writes an item.
     *
     * @param column the column
     * @param sequence the sequence's name
     * @return the mapping with it
     */
    public ItemMapping fillFromSequence(String column, String sequence) {
        return new ItemMapping(sketch.sequence(column, sequence));
    }

    TableSketch sketch() {
        return sketch;
    }

    private ItemMapping with(Role role, String column) {
        return new ItemMapping(sketch.column(role, column));
    }
}
