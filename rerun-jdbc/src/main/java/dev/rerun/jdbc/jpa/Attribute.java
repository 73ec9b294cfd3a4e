package dev.rerun.jdbc.jpa;

import jakarta.persistence.Column;
import jakarta.persistence.ElementCollection;
import jakarta.persistence.Embeddable;
import jakarta.persistence.Embedded;
import jakarta.persistence.EmbeddedId;
import jakarta.persistence.Id;
import jakarta.persistence.JoinColumn;
import jakarta.persistence.JoinTable;
import jakarta.persistence.ManyToMany;
import jakarta.persistence.ManyToOne;
import jakarta.persistence.OneToMany;
import jakarta.persistence.OneToOne;
import jakarta.persistence.Transient;
import java.lang.annotation.Annotation;
import java.lang.reflect.AnnotatedElement;

/**
 * An attribute of an entity or embeddable, as its annotations describe it.
 *
 * @param owner the class that declares it
 * @param name its name
 * @param member the field or getter that bears its annotations
 * @param type what it holds
 */
record Attribute(Class<?> owner, String name, AnnotatedElement member, Class<?> type) {
    boolean isTransient() {
        return has(Transient.class);
    }

    boolean isId() {
        return has(Id.class) || has(EmbeddedId.class);
    }

    boolean isEmbedded() {
        return has(Embedded.class) || has(EmbeddedId.class) || type.isAnnotationPresent(Embeddable.class);
    }

    /** The name of its column before the provider changes it, quotes included. */
    String column() {
        if (has(Transient.class)) {
            throw refused("is @Transient and has no column");
        }
        if (has(OneToMany.class)) {
            throw inOtherTable(member.getAnnotation(OneToMany.class).mappedBy());
        }
        if (has(ManyToMany.class) || has(ElementCollection.class) || has(JoinTable.class)) {
            throw inOtherTable("");
        }
        if (has(ManyToOne.class)) {
            return reference(member.getAnnotation(ManyToOne.class).targetEntity());
        }
        if (has(OneToOne.class)) {
            OneToOne association = member.getAnnotation(OneToOne.class);
            if (!association.mappedBy().isEmpty()) {
                throw inOtherTable(association.mappedBy());
            }
            return reference(association.targetEntity());
        }
        Column column = member.getAnnotation(Column.class);
        return column == null ? name : nameOf(column);
    }

    /** The name that an annotation of it or in place of its own gives. */
    String nameOf(Column column) {
        requirePrimary(column.table());
        return column.name().isEmpty() ? name : column.name();
    }

    /** The name that annotations of it or in place of its own give. */
    String nameOf(JoinColumn... columns) {
        return nameOf(void.class, columns);
    }

    private String reference(Class<?> target) {
        return nameOf(target, member.getAnnotationsByType(JoinColumn.class));
    }

    private String nameOf(Class<?> target, JoinColumn... columns) {
        if (columns.length > 1) {
            throw refused("refers by several columns; the store needs one");
        }
        String referenced = "";
        if (columns.length == 1) {
            requirePrimary(columns[0].table());
            if (!columns[0].name().isEmpty()) {
                return columns[0].name();
            }
            referenced = columns[0].referencedColumnName();
        }
        if (referenced.isEmpty()) {
            Attributes others = Attributes.of(target == void.class ? type : target);
            referenced = others.column(others.id().name());
        }
        return name + "_" + referenced.replaceAll("[`\"]", "");
    }

    IllegalArgumentException refused(String problem) {
        return new IllegalArgumentException("attribute '" + name + "' of " + owner.getName() + " " + problem);
    }

    private IllegalArgumentException inOtherTable(String mappedBy) {
        return refused("has no column in the table of its class"
                + (mappedBy.isEmpty()
                        ? "; rows of another table hold it"
                        : ": the rows that it refers to point back; name the column of their attribute '" + mappedBy
                                + "' in the mapping of their table"));
    }

    private void requirePrimary(String table) {
        jakarta.persistence.Table own = owner.getAnnotation(jakarta.persistence.Table.class);
        if (!table.isEmpty() && (own == null || !table.equals(own.name()))) {
            throw refused("is in table " + table + "; the store needs all columns in one table");
        }
    }

    private boolean has(Class<? extends Annotation> annotation) {
        return member.isAnnotationPresent(annotation);
    }
}
