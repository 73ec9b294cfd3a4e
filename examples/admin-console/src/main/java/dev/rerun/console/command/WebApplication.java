package dev.rerun.console.command;

import org.springframework.boot.autoconfigure.SpringBootApplication;

/** The application with its pages: all packages of the console. */
@SpringBootApplication(scanBasePackages = "dev.rerun.console", proxyBeanMethods = false)
public class WebApplication {}
