"""JupyterHub for a course or a department: everybody has a JupyterLab with the notebooks, in a container with limits.

Needs jupyterhub, dockerspawner and jupyterhub-idle-culler beside the hub, and in the image jupyterhub of the same
version: `podman build --build-arg HUB=jupyterhub==VERSION ...`. The pages under `creditlab page` need no hub.
"""

c = get_config()  # noqa: F821  (JupyterHub gives it)

# Behind a proxy with TLS; who may enter is decided by your own login (see the hub's list of authenticators).
c.JupyterHub.bind_url = "http://127.0.0.1:8000"
c.JupyterHub.hub_ip = "172.17.0.1"  # this machine, as containers on the usual bridge see it
c.JupyterHub.cleanup_servers = True
c.Authenticator.allow_all = False
c.Authenticator.allowed_users = {"manager"}
c.Authenticator.admin_users = {"administrator"}
c.JupyterHub.concurrent_spawn_limit = 5
c.JupyterHub.active_server_limit = 20

# A container for each person, deleted when they leave; what they save is in a volume of their own.
c.JupyterHub.spawner_class = "dockerspawner.DockerSpawner"
c.DockerSpawner.image = "creditlab"
c.DockerSpawner.cmd = ["jupyterhub-singleuser"]
c.DockerSpawner.remove = True
c.DockerSpawner.notebook_dir = "/srv/work"
c.DockerSpawner.volumes = {"creditlab-{username}": "/srv/work"}
c.DockerSpawner.environment = {"CREDITLAB_RESULTS": "/srv/work/.results"}
c.DockerSpawner.extra_host_config = {
    "cap_drop": ["ALL"],
    "security_opt": ["no-new-privileges:true"],
    "pids_limit": 256,
}
c.Spawner.mem_limit = "2G"
c.Spawner.cpu_limit = 2.0
c.Spawner.default_url = "/lab"
c.Spawner.start_timeout = 180
c.Spawner.args = [
    "--MappingKernelManager.cull_idle_timeout=1800",
    "--MappingKernelManager.cull_interval=120",
    "--MappingKernelManager.cull_connected=True",
    "--ServerApp.shutdown_no_activity_timeout=3600",
]

# Servers that nobody uses for an hour end; nobody keeps one for longer than a day.
c.JupyterHub.services = [
    {
        "name": "idle-culler",
        "command": ["python", "-m", "jupyterhub_idle_culler", "--timeout=3600", "--max-age=86400"],
    }
]
c.JupyterHub.load_roles = [
    {
        "name": "idle-culler",
        "services": ["idle-culler"],
        "scopes": ["list:users", "read:users:activity", "read:servers", "delete:servers"],
    }
]
