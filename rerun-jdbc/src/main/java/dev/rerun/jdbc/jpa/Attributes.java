package dev.rerun.jdbc.jpa;

import jakarta.persistence.AssociationOverride;
import jakarta.persistence.AttributeOverride;
import java.lang.reflect.AnnotatedElement;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The attributes of an entity class, those of its superclasses and embeddables included. */
final class Attributes {
    /** Annotations that give columns of attributes further in other names: those of attributes that this path leads to. */
    private record Overriding(AnnotatedElement element, String path) {}

    private final Class<?> type;
    private final ClassMembers members;

    private Attributes(Class<?> type) {
        this.type = type;
        this.members = ClassMembers.of(type);
    }

    static Attributes of(Class<?> type) {
        return new Attributes(type);
    }

    /** The class and those of its superclasses whose attributes count, itself first. */
    List<Class<?>> classes() {
        return members.classes();
    }

    /** The one attribute that is the key. */
    Attribute id() {
        List<Attribute> ids =
                members.attributes().values().stream().filter(Attribute::isId).toList();
        if (ids.isEmpty()) {
            throw new IllegalArgumentException(type.getName() + " has no attribute with @Id");
        }
        if (ids.size() > 1 || ids.get(0).isEmbedded()) {
            throw new IllegalArgumentException("the key of " + type.getName() + " has several columns ("
                    + String.join(", ", ids.stream().map(Attribute::name).toList())
                    + "), and the store needs one; name another that is unique by an index, with column(attribute)");
        }
        return ids.get(0);
    }

    /** The name of the column that a path leads to, before the provider changes it, quotes included. */
    String column(String path) {
        List<Overriding> overriding = new ArrayList<>();
        classes().forEach(one -> overriding.add(new Overriding(one, "")));
        ClassMembers here = members;
        String passed = "";
        String[] names = path.split("\\.", -1);
        for (int i = 0; i < names.length - 1; i++) {
            Attribute embedded = here.attribute(names[i]);
            if (!embedded.isEmbedded()) {
                throw embedded.refused("is not embedded, so that no path leads through it to '" + path + "'");
            }
            passed += names[i] + ".";
            overriding.add(new Overriding(embedded.member(), passed));
            here = here.embedded(embedded.type());
        }
        Attribute attribute = here.attribute(names[names.length - 1]);
        if (attribute.isEmbedded()) {
            throw attribute.refused("is embedded and has several columns; name one of "
                    + within(path, here.embedded(attribute.type()).attributes()));
        }
        String other = overridden(overriding, path, attribute);
        return other == null ? attribute.column() : other;
    }

    /** The outermost annotation counts. */
    private static @Nullable String overridden(List<Overriding> overriding, String path, Attribute attribute) {
        for (Overriding one : overriding) {
            String rest = path.substring(one.path().length());
            for (AttributeOverride override : one.element().getAnnotationsByType(AttributeOverride.class)) {
                if (override.name().equals(rest)) {
                    return attribute.nameOf(override.column());
                }
            }
            for (AssociationOverride override : one.element().getAnnotationsByType(AssociationOverride.class)) {
                if (override.name().equals(rest) && override.joinColumns().length > 0) {
                    return attribute.nameOf(override.joinColumns());
                }
            }
        }
        return null;
    }

    private static String within(String path, Map<String, Attribute> attributes) {
        Collection<String> paths =
                attributes.keySet().stream().map(name -> path + "." + name).toList();
        return String.join(", ", paths);
    }
}
