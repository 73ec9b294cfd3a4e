package dev.rerun.console.security;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * Who may come in.
 *
 * @param users the users; there must be some
 */
@ConfigurationProperties("console")
public record UserSettings(@Nullable List<User> users) {
    /**
     * A user.
     *
     * @param name the name
     * @param password the password, encoded as Spring Security has it, such as {@code {bcrypt}$2a$10$...}
     * @param role what the user may do
     */
    public record User(String name, String password, Role role) {}
}
