package dev.rerun.console.security;

import java.util.List;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpMethod;
import org.springframework.security.config.Customizer;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.AbstractHttpConfigurer;
import org.springframework.security.config.http.SessionCreationPolicy;
import org.springframework.security.core.userdetails.User;
import org.springframework.security.core.userdetails.UserDetails;
import org.springframework.security.core.userdetails.UserDetailsService;
import org.springframework.security.provisioning.InMemoryUserDetailsManager;
import org.springframework.security.web.SecurityFilterChain;

/** A form to log in for the pages, HTTP Basic for the API. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(UserSettings.class)
class SecurityConfiguration {
    private static final String ADMIN = Role.ADMIN.name();
    private static final String VIEWER = Role.VIEWER.name();

    private static final String CONTENT_POLICY =
            "default-src 'none'; style-src 'self'; script-src 'self'; connect-src 'self'; img-src 'self';"
                    + " form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

    @Bean
    UserDetailsService users(UserSettings settings) {
        List<UserSettings.User> users = settings.users();
        if (users == null || users.isEmpty()) {
            throw new IllegalStateException(
                    "no users are configured, so nobody could log in; set console.users[0].name,"
                            + " console.users[0].password and console.users[0].role, as README.md says");
        }
        return new InMemoryUserDetailsManager(
                users.stream().map(SecurityConfiguration::details).toList());
    }

    private static UserDetails details(UserSettings.User user) {
        return User.withUsername(user.name())
                .password(user.password())
                .roles(user.role().name())
                .build();
    }

    /**
     * No session and no cookie, so nothing that another site's form could use. What a browser keeps of HTTP Basic it could; so
     * commands must have a body of JSON, which no form can send.
     */
    @Bean
    @Order(1)
    SecurityFilterChain api(HttpSecurity http) throws Exception {
        return http.securityMatcher("/api/**")
                .csrf(AbstractHttpConfigurer::disable)
                .sessionManagement(session -> session.sessionCreationPolicy(SessionCreationPolicy.STATELESS))
                .httpBasic(basic -> basic.authenticationEntryPoint(new ProblemResponses()))
                .exceptionHandling(problems -> problems.authenticationEntryPoint(new ProblemResponses())
                        .accessDeniedHandler(new ProblemResponses()))
                .authorizeHttpRequests(requests -> requests.requestMatchers("/api/openapi.yaml")
                        .permitAll()
                        .requestMatchers(HttpMethod.GET, "/api/**")
                        .hasAnyRole(ADMIN, VIEWER)
                        .anyRequest()
                        .hasRole(ADMIN))
                .build();
    }

    @Bean
    @Order(2)
    SecurityFilterChain pages(HttpSecurity http) throws Exception {
        return http.authorizeHttpRequests(requests -> requests.requestMatchers("/console.css", "/console.js", "/login")
                        .permitAll()
                        .requestMatchers("/error")
                        .permitAll()
                        .requestMatchers(HttpMethod.GET, "/apps/**")
                        .hasAnyRole(ADMIN, VIEWER)
                        .requestMatchers("/apps/**")
                        .hasRole(ADMIN)
                        .anyRequest()
                        .authenticated())
                .formLogin(form -> form.loginPage("/login").permitAll())
                .logout(Customizer.withDefaults())
                .headers(headers -> headers.contentSecurityPolicy(policy -> policy.policyDirectives(CONTENT_POLICY)))
                .build();
    }
}
