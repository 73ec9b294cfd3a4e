package dev.rerun.console.security;

import dev.rerun.api.RerunAction;
import dev.rerun.api.RerunAuthorizer;
import java.util.Set;
import java.util.stream.Collectors;
import org.springframework.security.core.GrantedAuthority;
import org.springframework.security.core.userdetails.UserDetails;
import org.springframework.security.core.userdetails.UserDetailsService;
import org.springframework.security.core.userdetails.UsernameNotFoundException;
import org.springframework.stereotype.Component;

/** Has the engine itself ask for the caller's role, whatever the addresses of the page and the API let through. */
@Component
final class RoleAuthorizer implements RerunAuthorizer {
    private final UserDetailsService users;

    RoleAuthorizer(UserDetailsService users) {
        this.users = users;
    }

    /** To know what a start would do is no more than to look. */
    @Override
    public boolean allows(String caller, RerunAction action, String app) {
        Set<String> roles = rolesOf(caller);
        return roles.contains("ROLE_" + Role.ADMIN)
                || (action == RerunAction.PLAN && roles.contains("ROLE_" + Role.VIEWER));
    }

    private Set<String> rolesOf(String caller) {
        try {
            UserDetails user = users.loadUserByUsername(caller);
            return user.getAuthorities().stream()
                    .map(GrantedAuthority::getAuthority)
                    .collect(Collectors.toSet());
        } catch (UsernameNotFoundException e) {
            return Set.of();
        }
    }
}
