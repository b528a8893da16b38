package io.userstore;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;

@SpringBootApplication
public class UserStoreApplication {

    public static void main(String[] args) {
        SpringApplication.run(UserStoreApplication.class, args);
    }
}
