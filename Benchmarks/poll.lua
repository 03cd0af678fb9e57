-- A poll of one task, as a client sends it.
wrk.headers["Authorization"] = "Bearer " .. os.getenv("KEY")
