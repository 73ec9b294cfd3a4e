package dev.rerun.jdbc.jpa;

import jakarta.persistence.Access;
import jakarta.persistence.AccessType;
import jakarta.persistence.Embeddable;
import jakarta.persistence.EmbeddedId;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.MappedSuperclass;
import java.lang.reflect.AccessibleObject;
import java.lang.reflect.Field;
import java.lang.reflect.Member;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The fields and getters of a class that are its attributes, by Jakarta Persistence's rules of access: those that bear the key's
 * annotation say for the whole hierarchy whether fields or getters count, {@code @Access} says otherwise for a class or member.
 *
 * @param classes the class and those of its superclasses whose attributes count, itself first
 * @param access what counts where nothing else is said
 * @param attributes the attributes by name, transient ones included
 */
record ClassMembers(List<Class<?>> classes, AccessType access, Map<String, Attribute> attributes) {
    static ClassMembers of(Class<?> entity) {
        List<Class<?>> classes = hierarchy(entity);
        boolean getters = classes.stream()
                .flatMap(one -> Stream.of(one.getDeclaredMethods()))
                .anyMatch(ClassMembers::isKey);
        return read(classes, getters ? AccessType.PROPERTY : AccessType.FIELD);
    }

    /** Of an embeddable in this class. */
    ClassMembers embedded(Class<?> embeddable) {
        return read(hierarchy(embeddable), embeddable.isRecord() ? AccessType.FIELD : access);
    }

    Attribute attribute(String name) {
        Attribute attribute = attributes.get(name);
        if (attribute == null) {
            throw new IllegalArgumentException(classes.get(0).getName() + " has no attribute '" + name + "'; it has "
                    + String.join(
                            ", ",
                            attributes.values().stream()
                                    .filter(one -> !one.isTransient())
                                    .map(Attribute::name)
                                    .toList()));
        }
        return attribute;
    }

    private static List<Class<?>> hierarchy(Class<?> type) {
        List<Class<?>> classes = new ArrayList<>();
        for (Class<?> one = type; one != null; one = one.getSuperclass()) {
            if (one == type
                    || one.isAnnotationPresent(Entity.class)
                    || one.isAnnotationPresent(MappedSuperclass.class)
                    || one.isAnnotationPresent(Embeddable.class)) {
                classes.add(one);
            }
        }
        return classes;
    }

    private static ClassMembers read(List<Class<?>> classes, AccessType access) {
        Map<String, Attribute> attributes = new LinkedHashMap<>();
        for (Class<?> one : classes) {
            Access ofClass = one.getAnnotation(Access.class);
            AccessType usual = ofClass == null ? access : ofClass.value();
            for (Field field : one.getDeclaredFields()) {
                if (isState(field) && counts(field, AccessType.FIELD, usual)) {
                    add(attributes, new Attribute(one, field.getName(), field, field.getType()));
                }
            }
            for (Method method : one.getDeclaredMethods()) {
                String name = property(method);
                if (name != null && isState(method) && counts(method, AccessType.PROPERTY, usual)) {
                    add(attributes, new Attribute(one, name, method, method.getReturnType()));
                }
            }
        }
        return new ClassMembers(classes, access, attributes);
    }

    /** A member that is not transient takes the place of one that is: so is one annotated whose access is the other. */
    private static void add(Map<String, Attribute> attributes, Attribute attribute) {
        attributes.merge(
                attribute.name(),
                attribute,
                (before, next) -> before.isTransient() && before.owner() == next.owner() ? next : before);
    }

    private static boolean counts(AccessibleObject member, AccessType kind, AccessType usual) {
        Access own = member.getAnnotation(Access.class);
        return (own == null ? usual : own.value()) == kind;
    }

    private static boolean isState(Member member) {
        int modifiers = member.getModifiers();
        boolean leftOut = member instanceof Field && Modifier.isTransient(modifiers);
        return !Modifier.isStatic(modifiers) && !member.isSynthetic() && !leftOut;
    }

    private static boolean isKey(Method method) {
        return method.isAnnotationPresent(Id.class) || method.isAnnotationPresent(EmbeddedId.class);
    }

    /** The property that a getter gets, or null if the method is none. */
    private static @Nullable String property(Method method) {
        String name = method.getName();
        boolean flag = name.startsWith("is") && method.getReturnType() == boolean.class;
        int prefix = flag ? 2 : name.startsWith("get") ? 3 : 0;
        if (prefix == 0
                || name.length() == prefix
                || method.getParameterCount() > 0
                || method.getReturnType() == void.class) {
            return null;
        }
        String rest = name.substring(prefix);
        boolean acronym =
                rest.length() > 1 && Character.isUpperCase(rest.charAt(0)) && Character.isUpperCase(rest.charAt(1));
        return acronym ? rest : Character.toLowerCase(rest.charAt(0)) + rest.substring(1);
    }
}
