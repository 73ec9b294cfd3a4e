package dev.rerun.jdbc.jpa;

import jakarta.persistence.Entity;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Inheritance;
import jakarta.persistence.InheritanceType;
import jakarta.persistence.SequenceGenerator;
import jakarta.persistence.Table;
import java.lang.reflect.AnnotatedElement;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/**
 * The names that one of a host's entity classes gives its table, its columns and its sequence, for an {@link
 * dev.rerun.jdbc.EntryMapping} or {@link dev.rerun.jdbc.ItemMapping}.
 *
 * <p>They are read from annotations alone, on fields or getters, also those of superclasses; where an annotation gives no name
 * it is the one that Jakarta Persistence lays down. No provider is asked, so whatever stands in {@code orm.xml} or in
 * annotations of a provider's own is unknown here. Whether the database has such names is seen when an engine is built.
 * Immutable.
 */
public final class JpaEntity {
    /**
     * Writes {@code visitedAt} as {@code visited_at}, as Spring Boot has Hibernate do unless told otherwise, with all letters
     * small.
     */
    public static final UnaryOperator<String> UNDERSCORES = name -> name.replace('.', '_')
            .replaceAll("(?<=[\\p{Ll}\\d])(?=\\p{Lu}[\\p{Ll}\\d])", "_")
            .toLowerCase(Locale.ROOT);

    private final Class<?> type;
    private final UnaryOperator<String> naming;
    private final Attributes attributes;

    private JpaEntity(Class<?> type, UnaryOperator<String> naming) {
        this.type = type;
        this.naming = naming;
        this.attributes = Attributes.of(type);
    }

    /**
     * Reads an entity class whose names are in the database as they are given.
     *
     * @param type the class, annotated with {@code @Entity}
     * @return its names
     * @throws IllegalArgumentException if it is no entity
     */
    public static JpaEntity of(Class<?> type) {
        return of(type, UnaryOperator.identity());
    }

    /**
     * Reads an entity class of a host that has all names changed on their way to the database (Hibernate: {@code
     * hibernate.physical_naming_strategy}). As there, names in quotes stay as they are.
     *
     * @param type the class, annotated with {@code @Entity}
     * @param naming makes the database's name of one that an annotation gives or that is made of an attribute's; for example
     *     {@link #UNDERSCORES}
     * @return its names
     * @throws IllegalArgumentException if the class is no entity
     */
    public static JpaEntity of(Class<?> type, UnaryOperator<String> naming) {
        if (!type.isAnnotationPresent(Entity.class)) {
            throw new IllegalArgumentException(type.getName() + " is not annotated with @Entity; give an entity class");
        }
        return new JpaEntity(type, Objects.requireNonNull(naming, "naming"));
    }

    /**
     * The table, which is the root's where a hierarchy of classes has one table; which of its rows are of this class then says
     * {@code only(...)} of the mapping.
     *
     * @return its name, after schema or catalog and a point where the class gives one
     * @throws IllegalArgumentException if the class has columns in two tables
     */
    public String table() {
        Class<?> holder = holder();
        Table table = holder.getAnnotation(Table.class);
        if (table == null) {
            return named(entityName(holder));
        }
        String name = named(table.name().isEmpty() ? entityName(holder) : table.name());
        return qualified(table.schema(), table.catalog(), name);
    }

    /**
     * The column of the attribute that is annotated with {@code @Id}.
     *
     * @return its name
     * @throws IllegalArgumentException if the key has several columns, or the class has none
     */
    public String id() {
        return column(attributes.id().name());
    }

    /**
     * The column of an attribute; of one that refers to another entity, the column of the reference.
     *
     * @param attribute the attribute's name; of an embeddable's attribute, the path to it with points, for example {@code
     *     period.start}
     * @return its name
     * @throws IllegalArgumentException if there is no such attribute, or it has not one column in the table
     */
    public String column(String attribute) {
        return named(attributes.column(attribute));
    }

    /**
     * The sequence that yields the ID, for {@link dev.rerun.jdbc.ItemMapping#fillFromSequence}, by a generator that stands at
     * the ID or its class. An item that the engine writes
     * takes one value of it. A provider that takes numbers in blocks (the generator's {@code allocationSize}) leaves the rest
     * of that value's block free.
     *
     * @return its name, after schema or catalog and a point where the generator gives one
     * @throws IllegalArgumentException if the ID comes from elsewhere, or no annotation names the sequence; the message says
     *     what to do then
     */
    public String sequence() {
        AnnotatedElement id = attributes.id().member();
        GeneratedValue generated = id.getAnnotation(GeneratedValue.class);
        if (generated == null) {
            throw refused("is not generated; say what yields one with ItemMapping.fill(column, sql)");
        }
        boolean uuid =
                generated.strategy() == GenerationType.AUTO && attributes.id().type() == UUID.class;
        return switch (uuid ? GenerationType.UUID : generated.strategy()) {
            case IDENTITY ->
                throw refused("is filled by the database itself (IDENTITY); leave its column out of the mapping");
            case UUID ->
                throw refused("is a UUID that the provider makes; have the database make one with"
                        + " ItemMapping.fill(column, \"gen_random_uuid()\") on PostgreSQL, random_uuid() on H2, uuid() on"
                        + " MariaDB");
            case TABLE ->
                throw refused(
                        "is counted in a table that only the provider reads; make it SEQUENCE or IDENTITY, or say what"
                                + " yields one with ItemMapping.fill(column, sql)");
            case SEQUENCE, AUTO -> sequence(generated, id);
        };
    }

    private String sequence(GeneratedValue generated, AnnotatedElement id) {
        SequenceGenerator generator = generators(id)
                .filter(one -> one.name().equals(generated.generator()))
                .findFirst()
                .orElseThrow(() -> unnamed(generated.generator()));
        if (generator.sequenceName().isEmpty()) {
            throw unnamed(generated.generator());
        }
        return qualified(generator.schema(), generator.catalog(), named(generator.sequenceName()));
    }

    private IllegalArgumentException unnamed(String generator) {
        return refused("comes from a sequence that no annotation names (generator '" + generator
                + "'): the provider chose it; name it with @SequenceGenerator(sequenceName), or give the name that the"
                + " database has to ItemMapping.fillFromSequence");
    }

    private Stream<SequenceGenerator> generators(AnnotatedElement id) {
        return Stream.concat(Stream.of(id), attributes.classes().stream())
                .flatMap(place -> Stream.of(place.getAnnotationsByType(SequenceGenerator.class)));
    }

    private IllegalArgumentException refused(String problem) {
        return new IllegalArgumentException("the ID of " + type.getName() + " " + problem);
    }

    /** The class that the table belongs to. */
    private Class<?> holder() {
        List<Class<?>> entities = attributes.classes().stream()
                .filter(one -> one.isAnnotationPresent(Entity.class))
                .toList();
        Class<?> root = entities.get(entities.size() - 1);
        InheritanceType inheritance = Optional.ofNullable(root.getAnnotation(Inheritance.class))
                .map(Inheritance::strategy)
                .orElse(InheritanceType.SINGLE_TABLE);
        if (inheritance == InheritanceType.JOINED && root != type) {
            throw new IllegalArgumentException(type.getName() + " has columns in two tables, as it is joined to "
                    + root.getName() + "; the store needs all of them in one");
        }
        return inheritance == InheritanceType.TABLE_PER_CLASS ? type : root;
    }

    private static String entityName(Class<?> entity) {
        String name = entity.getAnnotation(Entity.class).name();
        return name.isEmpty() ? entity.getSimpleName() : name;
    }

    private String qualified(String schema, String catalog, String name) {
        String place = schema.isEmpty() ? catalog : schema;
        return place.isEmpty() ? name : named(place) + "." + name;
    }

    private String named(String name) {
        return isQuoted(name) ? name.substring(1, name.length() - 1) : naming.apply(name);
    }

    private static boolean isQuoted(String name) {
        char first = name.charAt(0);
        return name.length() > 2 && (first == '"' || first == '`') && name.charAt(name.length() - 1) == first;
    }
}
